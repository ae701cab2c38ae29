# Who may ask comes from the process's environment, and every resource has the labels of its runner.

provider "aws" {
  # Every resource says its own; this is for what belongs to no region.
  region = "eu-central-1"
}
