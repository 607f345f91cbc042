locals {
  built_at = timestamp()
}

source "amazon-ebs" "ubuntu" {
  # A name is taken for as long as the AMI exists: two builds need two names.
  ami_name        = "${var.name}-${formatdate("YYYYMMDDhhmmss", local.built_at)}"
  ami_description = "${var.name} on Ubuntu 24.04"
  region          = var.region
  ami_regions     = var.regions
  instance_type   = var.instance_type

  source_ami_filter {
    filters = {
      name                = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    # Canonical. Without the owner, anybody's public AMI of a fitting name would do.
    owners      = ["099720109477"]
    most_recent = true
  }

  # Every copy is encrypted with a key of its own region.
  encrypt_boot       = true
  region_kms_key_ids = var.kms_key_ids

  # What is launched from the image answers only to session tokens; so does the machine that builds it.
  imds_support = "v2.0"
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  # SSH is open to the machine that runs Packer and to nobody else, with a key that ends with the build.
  ssh_username                              = "ubuntu"
  temporary_key_pair_type                   = "ed25519"
  temporary_security_group_source_public_ip = true
  ssh_clear_authorized_keys                 = true

  # 120 times 15 seconds: encrypted copies of a large disk take longer than Packer waits by itself.
  aws_polling {
    delay_seconds = 15
    max_attempts  = 120
  }

  deprecate_at = timeadd(local.built_at, var.deprecate_after)

  # A machine that a killed job left behind goes away when it is shut down, and its tags say whose it was.
  shutdown_behavior = "terminate"
  run_tags = {
    Name                = "packer-${var.name}"
    "packer-ci:run-id"  = var.run_id
    "packer-ci:git-sha" = var.git_sha
  }
}

build {
  sources = ["source.amazon-ebs.ubuntu"]

  provisioner "shell" {
    inline = [
      # The first boot may still hold apt's lock. Exit code 2 means that it is done, with warnings.
      "cloud-init status --wait || [ $? -eq 2 ]",
      "sudo apt-get update",
      "sudo env DEBIAN_FRONTEND=noninteractive apt-get upgrade -y",
      "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y nginx",
    ]
  }

  # Last: the next boot is a first boot again, with host keys and a machine id of its own.
  provisioner "shell" {
    inline = [
      "sudo apt-get clean",
      "sudo rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub",
      "sudo cloud-init clean --logs --machine-id",
    ]
  }
}
