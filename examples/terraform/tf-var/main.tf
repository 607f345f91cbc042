# Takes the one AMI of a run through the environment:
#
#   env:
#     TF_VAR_ami_id: ${{ needs.images.outputs.ami-id }}

terraform {
  required_version = ">= 1.4"
}

variable "ami_id" {
  type        = string
  description = "The AMI that packer-ci built: its output `ami-id`."

  validation {
    # The output is empty where a run made no AMI, or more than one.
    condition     = can(regex("^ami-[0-9a-f]{8,17}$", var.ami_id))
    error_message = "ami_id must be the id of an AMI; use ami_ids where a run makes several (see ../tfvars)."
  }
}

# Stands where the machine goes, so that this example plans and applies without an account.
resource "terraform_data" "web" {
  input = var.ami_id
}

# With the AWS provider, in its place:
#
# resource "aws_instance" "web" {
#   ami           = var.ami_id
#   instance_type = "t3.small"
#
#   metadata_options {
#     http_tokens = "required"
#   }
# }

output "ami_id" {
  value = terraform_data.web.output
}
