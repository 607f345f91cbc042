packer {
  # 1.16 closed a path traversal in the download of plugins.
  required_version = ">= 1.16.0, < 2.0.0"

  required_plugins {
    amazon = {
      source = "github.com/hashicorp/amazon"
      # From 1.8.1 on, the plugin tries again when a region does not know a new AMI yet.
      version = "~> 1.8.1"
    }
  }
}
