terraform {
  required_version = "= 1.12.6"

  required_providers {
    aws = {
      source  = "registry.opentofu.org/hashicorp/aws"
      version = ">= 6.0"
    }
    yandex = {
      source  = "registry.opentofu.org/yandex-cloud/yandex"
      version = ">= 0.170"
    }
  }

  backend "local" {
    path = "/data/states/web/terraform.tfstate"
  }
}
