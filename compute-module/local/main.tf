# Runners as processes of the worker's own host.

variable "instances" {
  description = "The runners that are to exist, by runner id."
  type = map(object({
    egg        = string
    kind       = string
    api_url    = string
    token_file = string
    work_dir   = string
    gosling    = string
    path       = string
    home       = string
    lang       = string
    run_as     = string
  }))

  validation {
    condition     = alltrue([for id in keys(var.instances) : can(regex("^[a-z0-9]{12}$", id))])
    error_message = "A runner id has 12 characters of a-z and 0-9."
  }
  validation {
    condition     = alltrue([for instance in values(var.instances) : instance.kind == "process"])
    error_message = "This variant makes runners of kind \"process\" only."
  }
}

resource "terraform_data" "runner" {
  for_each = var.instances

  input = merge(each.value, { id = each.key })

  lifecycle {
    # A runner keeps what it was made with; a changed egg concerns the runners made after it.
    ignore_changes = [input]
  }

  provisioner "local-exec" {
    command = file("${path.module}/start.sh")
    quiet   = true
    environment = {
      RUNNER_ID   = self.input.id
      EGG         = self.input.egg
      API_URL     = self.input.api_url
      TOKEN_FILE  = self.input.token_file
      WORK_DIR    = self.input.work_dir
      GOSLING     = self.input.gosling
      RUNNER_PATH = self.input.path
      RUNNER_HOME = self.input.home
      RUNNER_LANG = self.input.lang
      RUN_AS      = self.input.run_as
    }
  }

  # A destroy provisioner sees nothing but the resource itself, so its script stands here.
  provisioner "local-exec" {
    when  = destroy
    quiet = true
    environment = {
      WORK_DIR = self.input.work_dir
    }
    command = <<-SH
      set -eu
      cd "$WORK_DIR" 2>/dev/null || exit 0
      alive() {
        stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
        set -- $${stat##*) }
        [ "$1" != Z ] && [ "$${20}" = "$start" ]
      }
      if [ -f pid ]; then
        read -r pid start < pid
        if alive; then
          kill -TERM "$pid" 2>/dev/null || true
          tries=0
          while alive && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
          if alive; then kill -s KILL -- "-$pid" 2>/dev/null || true; fi
          tries=0
          while alive && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
          if alive; then echo "runner process $pid does not end" >&2; exit 1; fi
        fi
      fi
      rm -rf pid pid.new config*.toml enrolment-token* builds cache
    SH
  }
}

output "runners" {
  description = "What was made, by runner id."
  value = {
    for id, runner in terraform_data.runner : id => {
      id         = id
      hostname   = "localhost"
      private_ip = "127.0.0.1"
      public_ip  = null
      kind       = "process"
      start_url  = null
    }
  }
}
