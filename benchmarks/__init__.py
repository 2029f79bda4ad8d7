"""What is measured, and the workspaces of many clients that it is measured on."""
