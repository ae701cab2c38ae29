variable "worker_instances" {
  description = "The runners that are to exist, by runner id; what each value may be is checked by its variant."
  nullable    = false
  type = map(object({
    variant = optional(string, "local")
    kind    = string
    labels  = optional(map(string))

    cpu         = optional(number)
    memory_mb   = optional(number)
    disk_gb     = optional(number)
    preemptible = optional(bool)

    region             = optional(string)
    zone               = optional(string)
    subnet_id          = optional(string)
    network_id         = optional(string)
    security_group_ids = optional(list(string))
    public_ip          = optional(bool)
    identity           = optional(string)
    image              = optional(string)

    environment      = optional(map(string))
    user_data        = optional(string)
    enrolment_token  = optional(string)
    lifetime_seconds = optional(number)
    rift_server      = optional(string)

    egg        = optional(string)
    api_url    = optional(string)
    token_file = optional(string)
    work_dir   = optional(string)
    gosling    = optional(string)
    path       = optional(string)
    home       = optional(string)
    lang       = optional(string)
    run_as     = optional(string)
  }))

  validation {
    condition = alltrue([
      for each in values(var.worker_instances) : contains(["aws-vm", "aws-serverless", "yandex-vm", "yandex-serverless"], each.variant)
    ])
    error_message = "Variants ${jsonencode(distinct(values(var.worker_instances)[*].variant))} (expected: those that are called here, aws-vm, aws-serverless, yandex-vm, yandex-serverless)."
  }
  validation {
    condition = alltrue([
      for each in values(var.worker_instances) : each.zone == null || startswith(coalesce(each.zone, "-"), coalesce(each.region, "-"))
    ])
    error_message = "Zones ${jsonencode(distinct([for each in values(var.worker_instances) : { region = each.region, zone = each.zone }]))} (expected: each in its region)."
  }
}

variable "egg" {
  description = "What the runners share; see the contract of the variants."
  nullable    = false
  type = object({
    slug          = string
    labels        = map(string)
    prefix        = string
    regions       = list(string)
    cluster       = optional(string)
    make_identity = bool
  })
}

variable "retired" {
  description = "The variants whose shared things go with the last of their runners."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(var.retired, ["aws-vm", "aws-serverless", "yandex-vm", "yandex-serverless"])) == 0
    error_message = "Variants ${jsonencode(var.retired)} (expected: those that are called here, aws-vm, aws-serverless, yandex-vm, yandex-serverless)."
  }
}
