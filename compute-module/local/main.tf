# Runners as processes of the worker's own host.

locals {
  variant = {
    kind              = "process"
    cloud             = false
    cluster           = false
    limits            = "128 cores and 512 GB"
    disk              = [10, 10240]
    preemptible       = true
    region            = ".*"
    zone              = ".*"
    subnet            = ".*"
    security_group    = ".*"
    identity          = ".*"
    image             = ".*"
    environment_bytes = 65536
    user_data         = false
    token             = false
    lifetime          = 31536000
    log_days          = [3]
  }
  # The host is as big as it is; size is not asked for.
  fits = [{ cpu = 128, memory_mb = 524288 }]

  runners = {
    for id, runner in terraform_data.runner : id => {
      id         = id
      hostname   = "localhost"
      private_ip = "127.0.0.1"
      public_ip  = null
      start_url  = null
    }
  }
}

resource "terraform_data" "runner" {
  for_each = var.instances

  input = {
    id         = each.key
    egg        = each.value.egg
    kind       = each.value.kind
    api_url    = each.value.api_url
    token_file = each.value.token_file
    work_dir   = each.value.work_dir
    gosling    = each.value.gosling
    path       = each.value.path
    home       = each.value.home
    lang       = each.value.lang
    run_as     = each.value.run_as
  }

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
