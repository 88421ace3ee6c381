variable "days" { type = number }
