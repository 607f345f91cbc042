variable "name" {
  type        = string
  default     = "web"
  description = "What the image is for; the AMI's name starts with it."
}

variable "region" {
  type        = string
  default     = "us-east-1"
  description = "Where the image is built."
}

variable "regions" {
  type        = list(string)
  default     = ["us-east-1", "eu-west-1"]
  description = "Where the image is wanted; the region it is built in is one of them."
}

variable "kms_key_ids" {
  type = map(string)
  default = {
    us-east-1 = "alias/ami"
    eu-west-1 = "alias/ami"
  }
  description = "The KMS key of each region in `regions`. An image that other accounts use cannot have `alias/aws/ebs`."
}

variable "instance_type" {
  type        = string
  default     = "t3.small"
  description = "The machine that builds the image; it says nothing about those that run it."
}

variable "deprecate_after" {
  type        = string
  default     = "2160h"
  description = "How long the image is offered to people who look for one; 2160h are 90 days."
}

variable "run_id" {
  type        = string
  default     = "local"
  description = "The workflow run, so that a machine nobody removed can be traced to it."
}

variable "git_sha" {
  type        = string
  default     = "local"
  description = "The commit that is built, on what the build makes for a time. The AMI's own tag comes from packer-ci."
}
