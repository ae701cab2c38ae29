terraform {
  required_version = "= 1.12.6"

  required_providers {
    aws = {
      source  = "registry.opentofu.org/hashicorp/aws"
      version = ">= 6.0"
    }
  }

  backend "local" {
    path = "/data/states/web/terraform.tfstate"
  }
}
