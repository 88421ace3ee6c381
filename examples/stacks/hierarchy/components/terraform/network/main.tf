variable "zones" { type = number }
