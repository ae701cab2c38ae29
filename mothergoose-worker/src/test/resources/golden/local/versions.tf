terraform {
  required_version = "= 1.12.6"

  backend "local" {
    path = "/data/states/web/terraform.tfstate"
  }
}
