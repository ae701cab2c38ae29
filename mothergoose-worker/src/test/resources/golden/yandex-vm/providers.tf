# Who may ask comes from the process's environment, and every resource has the labels of its runner.

provider "yandex" {
  folder_id = "b1g0000000000000000a"
}
