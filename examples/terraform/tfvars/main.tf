# Takes all AMIs of a run. In the same job from the file that packer-ci writes, which Terraform reads by itself:
#
#   with:
#     tfvars-file: infra/images.auto.tfvars.json
#
# In a later job from the environment:
#
#   env:
#     TF_VAR_ami_ids: ${{ needs.images.outputs.ami-ids }}

terraform {
  required_version = ">= 1.4"
}

variable "ami_ids" {
  type        = map(map(map(string)))
  description = "Template -> build -> region -> AMI id: packer-ci's output `ami-ids`."
}

locals {
  # Region -> AMI id of one build.
  web = var.ami_ids["templates/aws-ubuntu"]["amazon-ebs.ubuntu"]
}

# Stands where the machines go, so that this example plans and applies without an account.
resource "terraform_data" "web" {
  for_each = local.web
  input    = each.value
}

# With the AWS provider (6 and newer take the region in the resource), in its place:
#
# resource "aws_launch_template" "web" {
#   for_each = local.web
#   region   = each.key
#
#   name_prefix   = "web-"
#   image_id      = each.value
#   instance_type = "t3.small"
#
#   metadata_options {
#     http_tokens = "required"
#   }
# }

output "deployed" {
  description = "Region -> AMI id."
  value       = { for region, web in terraform_data.web : region => web.output }
}
