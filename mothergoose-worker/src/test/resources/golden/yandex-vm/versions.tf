terraform {
  required_version = "= 1.12.6"

  required_providers {
    yandex = {
      source  = "registry.opentofu.org/yandex-cloud/yandex"
      version = ">= 0.170"
    }
  }

  backend "local" {
    path = "/data/states/web/terraform.tfstate"
  }
}
