# Processes of this host need nothing to be looked up.
