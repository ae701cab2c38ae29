# Who may ask comes from the process's environment, and every resource has the labels of its runner.
