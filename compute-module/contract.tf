# What every variant takes and gives, and what it refuses. Each variant's folder has this file as a link; its own part is
# local.variant (what it can make), local.fits (how big) and local.runners (what it made).

variable "egg" {
  description = "What the runners of a workspace share; not needed for processes."
  type = object({
    slug   = string
    labels = map(string)
    prefix = optional(string, "gosling")
    # Places that keep their log group while no runner is there.
    regions = optional(list(string), [])
    # ECS cluster that services run on, by name or ARN.
    cluster  = optional(string)
    log_days = optional(number, 3)
    # False when every runner brings an identity of its own.
    make_identity = optional(bool, true)
  })
  default = null

  validation {
    condition     = var.egg != null || !local.variant.cloud
    error_message = "The egg is missing (expected: its slug and labels)."
  }
  validation {
    condition     = var.egg == null || can(regex("^[a-z][a-z0-9-]{0,46}$", var.egg.slug))
    error_message = "Slug ${jsonencode(try(var.egg.slug, null))} (expected: a lower-case letter, then a-z, 0-9 or -, at most 47)."
  }
  validation {
    condition = var.egg == null || (
      can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.egg.prefix)) && try(length("${var.egg.prefix}-${var.egg.slug}"), 0) <= 56
      && try(length(var.egg.prefix), 0) <= 48
    )
    error_message = "Prefix ${jsonencode(try(var.egg.prefix, null))} (expected: a lower-case letter, then a-z, 0-9 or -, with the slug at most 56 characters)."
  }
  validation {
    condition     = var.egg == null || can([for key in ["gosling-managed", "gosling-nest", "gosling-egg"] : var.egg.labels[key]])
    error_message = "The egg's labels ${jsonencode(try(keys(var.egg.labels), []))} (expected: gosling-managed, gosling-nest and gosling-egg)."
  }
  validation {
    condition     = var.egg == null || !local.variant.cluster || try(length(var.egg.cluster), 0) > 0
    error_message = "The cluster is missing (expected: name or ARN of the ECS cluster)."
  }
  validation {
    condition     = var.egg == null || try(contains(local.variant.log_days, var.egg.log_days), false)
    error_message = "log_days ${jsonencode(try(var.egg.log_days, null))} (expected one of: ${join(", ", local.variant.log_days)})."
  }
}

variable "retired" {
  description = "True when the egg is gone: what its runners share goes with the last of them."
  type        = bool
  default     = false
  nullable    = false
}

variable "instances" {
  description = "The runners that are to exist, by runner id."
  nullable    = false
  type = map(object({
    kind   = string
    labels = optional(map(string), {})

    cpu         = optional(number, 1)
    memory_mb   = optional(number, 2048)
    disk_gb     = optional(number)
    preemptible = optional(bool, false)

    region             = optional(string)
    zone               = optional(string)
    subnet_id          = optional(string)
    network_id         = optional(string)
    security_group_ids = optional(list(string), [])
    public_ip          = optional(bool, true)
    identity           = optional(string)
    image              = optional(string)

    environment      = optional(map(string), {})
    user_data        = optional(string)
    enrolment_token  = optional(string)
    lifetime_seconds = optional(number, 3600)
    rift_server      = optional(string)

    # Of processes, and in part of containers.
    egg        = optional(string, "")
    api_url    = optional(string, "")
    token_file = optional(string, "")
    work_dir   = optional(string, "")
    gosling    = optional(string, "")
    path       = optional(string, "")
    home       = optional(string, "")
    lang       = optional(string, "")
    run_as     = optional(string, "")
  }))

  validation {
    condition     = alltrue([for id in keys(var.instances) : can(regex("^[a-z0-9]{12}$", id))])
    error_message = "Runner ids ${jsonencode(keys(var.instances))} (expected: 12 characters of a-z and 0-9 each)."
  }
  validation {
    condition     = alltrue([for each in values(var.instances) : each.kind == local.variant.kind])
    error_message = "This variant makes runners of kind ${local.variant.kind} only, got ${jsonencode(distinct(values(var.instances)[*].kind))}."
  }

  # Labels are how the inventory and the sweep find a runner whose state is lost.
  validation {
    condition = !local.variant.cloud || alltrue([for each in values(var.instances) :
      can([for key in local.labels : each.labels[key]]) && length(each.labels) <= 16
    ])
    error_message = "Labels ${jsonencode(distinct([for each in values(var.instances) : keys(each.labels)]))} (expected: ${join(", ", local.labels)}, at most 16 in all)."
  }
  validation {
    condition = alltrue(flatten([for each in values(var.instances) : [
      for key, value in each.labels : can(regex("^gosling-[a-z-]{1,40}$", key)) && can(regex("^[a-z0-9_-]{1,63}$", value))
    ]]))
    error_message = "Labels ${jsonencode(distinct(values(var.instances)[*].labels))} (expected: keys gosling-*, values of a-z, 0-9, _ and -, at most 63)."
  }
  validation {
    condition     = !local.variant.cloud || alltrue([for id, each in var.instances : try(each.labels["gosling-runner"], id) == id])
    error_message = "Label gosling-runner ${jsonencode([for each in values(var.instances) : try(each.labels["gosling-runner"], null)])} (expected: the runner's id)."
  }
  validation {
    condition = !local.variant.cloud || alltrue([for each in values(var.instances) :
      try(each.labels["gosling-egg"], null) == try(var.egg.slug, null) || !can(each.labels["gosling-egg"])
    ])
    error_message = "Label gosling-egg ${jsonencode(distinct([for each in values(var.instances) : try(each.labels["gosling-egg"], null)]))} (expected: the egg's slug)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      !can(each.labels["gosling-expires"]) || can(regex("^[1-9][0-9]{9}$", each.labels["gosling-expires"]))
    ])
    error_message = "Label gosling-expires ${jsonencode(distinct([for each in values(var.instances) : try(each.labels["gosling-expires"], null)]))} (expected: seconds since 1970, 10 digits)."
  }

  validation {
    condition     = alltrue([for each in values(var.instances) : each.cpu >= 1 && each.cpu <= 128 && floor(each.cpu) == each.cpu])
    error_message = "cpu ${jsonencode(distinct(values(var.instances)[*].cpu))} (expected: 1 to 128 whole cores)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      each.memory_mb >= 128 && each.memory_mb <= 524288 && floor(each.memory_mb) == each.memory_mb
    ])
    error_message = "memory_mb ${jsonencode(distinct(values(var.instances)[*].memory_mb))} (expected: 128 to 524288 whole megabytes)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      anytrue([for fit in local.fits : fit.cpu >= each.cpu && fit.memory_mb >= each.memory_mb])
    ])
    error_message = "No shape of this variant holds ${jsonencode(distinct([for each in values(var.instances) : { cpu = each.cpu, memory_mb = each.memory_mb }]))} (expected: ${local.variant.limits})."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      each.disk_gb == null || try(each.disk_gb >= local.variant.disk[0] && each.disk_gb <= local.variant.disk[1] && floor(each.disk_gb) == each.disk_gb, false)
    ])
    error_message = "disk_gb ${jsonencode(distinct(values(var.instances)[*].disk_gb))} (expected: ${length(local.variant.disk) == 0 ? "none, the place decides" : join(" to ", local.variant.disk)})."
  }
  validation {
    condition     = local.variant.preemptible || !anytrue(values(var.instances)[*].preemptible)
    error_message = "preemptible is true, which this variant cannot make."
  }

  validation {
    condition     = alltrue([for each in values(var.instances) : can(regex(local.variant.region, coalesce(each.region, "-")))])
    error_message = "region ${jsonencode(distinct(values(var.instances)[*].region))} (expected: the form ${local.variant.region})."
  }
  validation {
    condition     = alltrue([for each in values(var.instances) : can(regex(local.variant.zone, coalesce(each.zone, "-")))])
    error_message = "zone ${jsonencode(distinct(values(var.instances)[*].zone))} (expected: the form ${local.variant.zone})."
  }
  validation {
    condition     = alltrue([for each in values(var.instances) : can(regex(local.variant.subnet, coalesce(each.subnet_id, "-")))])
    error_message = "subnet_id ${jsonencode(distinct(values(var.instances)[*].subnet_id))} (expected: the form ${local.variant.subnet})."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      length(each.security_group_ids) <= 5 && alltrue([for id in each.security_group_ids : can(regex(local.variant.security_group, id))])
    ])
    error_message = "security_group_ids ${jsonencode(distinct(values(var.instances)[*].security_group_ids))} (expected: at most 5 of the form ${local.variant.security_group})."
  }
  validation {
    condition     = alltrue([for each in values(var.instances) : each.identity == null || can(regex(local.variant.identity, each.identity))])
    error_message = "identity ${jsonencode(distinct(values(var.instances)[*].identity))} (expected: the form ${local.variant.identity})."
  }
  validation {
    condition     = alltrue([for each in values(var.instances) : can(regex(local.variant.image, coalesce(each.image, "-")))])
    error_message = "image ${jsonencode(distinct(values(var.instances)[*].image))} (expected: the form ${local.variant.image})."
  }

  validation {
    condition = alltrue(flatten([for each in values(var.instances) : [
      for name in keys(each.environment) : can(regex("^[A-Za-z][A-Za-z0-9_]{1,127}$", name)) && !can(regex("^(GOSLING|AWS|YC|X_YCF)_", name))
    ]]))
    error_message = "Variables ${jsonencode(distinct([for each in values(var.instances) : keys(each.environment)]))} (expected: a letter, then letters, digits and _; not GOSLING_*, AWS_*, YC_* or X_YCF_*)."
  }
  validation {
    # 512 bytes are left for what the module adds.
    condition = alltrue([for each in values(var.instances) :
      length(replace(base64encode(jsonencode(each.environment)), "=", "")) * 3 / 4 + length(each.enrolment_token == null ? "" : each.enrolment_token) + 512 <= local.variant.environment_bytes
    ])
    error_message = "The environment of a runner is too large (expected: at most ${local.variant.environment_bytes} bytes, the module's own variables included)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      local.variant.user_data ? startswith(coalesce(each.user_data, "-"), "#cloud-config\n") : each.user_data == null
    ])
    error_message = local.variant.user_data ? "user_data is missing or something else (expected: a text that begins with #cloud-config)." : "user_data is set (expected: none, this variant has no cloud-init)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      floor(length(replace(base64encode(coalesce(each.user_data, "-")), "=", "")) * 3 / 4) <= 16384
    ])
    error_message = "user_data is too large (expected: at most 16384 bytes, the limit of EC2)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      local.variant.token ? can(regex("^[!-~]{16,512}$", coalesce(each.enrolment_token, "-"))) : each.enrolment_token == null
    ])
    error_message = local.variant.token ? "enrolment_token is missing or malformed (expected: 16 to 512 printable characters)." : "enrolment_token is set (expected: none, this variant takes it another way)."
  }
  validation {
    condition     = !local.variant.token || alltrue([for each in values(var.instances) : can(regex("^https://[a-z0-9.-]+(:[0-9]+)?(/[!-~]*)?$", each.api_url))])
    error_message = "api_url ${jsonencode(distinct(values(var.instances)[*].api_url))} (expected: https:// and a host)."
  }
  validation {
    condition = alltrue([for each in values(var.instances) :
      each.lifetime_seconds >= 60 && each.lifetime_seconds <= local.variant.lifetime && floor(each.lifetime_seconds) == each.lifetime_seconds
    ])
    error_message = "lifetime_seconds ${jsonencode(distinct(values(var.instances)[*].lifetime_seconds))} (expected: 60 to ${local.variant.lifetime})."
  }
  validation {
    condition     = alltrue([for each in values(var.instances) : each.rift_server == null || can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$", each.rift_server))])
    error_message = "rift_server ${jsonencode(distinct(values(var.instances)[*].rift_server))} (expected: a host, perhaps with a port)."
  }
}

locals {
  labels = ["gosling-managed", "gosling-nest", "gosling-egg", "gosling-runner", "gosling-expires"]

  # What runners share stays while the egg does: making it anew with each first runner would cost its start time.
  shared     = var.egg != null && (!var.retired || length(var.instances) > 0)
  own        = local.shared && (try(var.egg.make_identity, true) || anytrue([for each in values(var.instances) : each.identity == null]))
  shared_tag = try(var.egg.labels, {})
  base       = try("${var.egg.prefix}-${var.egg.slug}", "")
  names      = { for id in keys(var.instances) : id => "${try(var.egg.prefix, "gosling")}-${id}" }

  # Where runners are, and where the egg wants its shared things to stay.
  places = local.shared ? toset(concat(try(var.egg.regions, []), compact(values(var.instances)[*].region))) : toset([])

  # What a container is told on its way; machines read the same from their user data.
  told = {
    for id, each in var.instances : id => merge(
      each.environment,
      {
        GOSLING_RUNNER_ID       = id
        GOSLING_EGG_NAME        = each.egg
        GOSLING_API_URL         = each.api_url
        GOSLING_ENROLMENT_TOKEN = each.enrolment_token
        GOSLING_LIFETIME        = tostring(each.lifetime_seconds)
      },
      each.rift_server == null ? {} : { GOSLING_RIFT_SERVER = each.rift_server },
    )
  }
}

output "runners" {
  description = "What was made, by runner id."
  value = {
    for id, runner in local.runners : id => {
      id         = runner.id
      hostname   = runner.hostname
      private_ip = runner.private_ip
      public_ip  = runner.public_ip
      kind       = local.variant.kind
      start_url  = runner.start_url
    }
  }
}
