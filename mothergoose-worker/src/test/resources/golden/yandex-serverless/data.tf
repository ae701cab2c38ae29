# What eggs leave open is looked up once for each place, and only for runners that are new.

data "yandex_iam_service_account" "named" {
  for_each = toset([
    for each in values(var.worker_instances) : each.identity
    if startswith(each.variant, "yandex-") && each.identity != null && !can(regex("^[a-z0-9]{20}$", each.identity))
  ])

  name = each.key
}
