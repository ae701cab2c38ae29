terraform {
  required_version = "= 1.12.6"

  required_providers {
    aws = {
      source  = "registry.opentofu.org/hashicorp/aws"
      version = ">= 6.0"
    }
  }

  backend "s3" {
    bucket       = "gosling-states"
    key          = "tofu-states/web/terraform.tfstate"
    region       = "ru-central1"
    use_lockfile = true
    encrypt      = true

    dynamodb_table = "locks"
    endpoints = {
      s3 = "https://storage.yandexcloud.net"
    }
    # It is not AWS's own: there is no account to ask for, its regions are unknown, and a bucket is no name of a host.
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
    skip_s3_checksum            = true
  }
}
