/** The files of a project that begins. Pure. Follows toolchain §2.1, §4.1, §17.1 and config §6.2.
 *  Invariant: every setting stands as a comment, so that the files change nothing; without its `#` each is valid. */

/** `.tool-versions` without tools. */
export const VERSIONS_FILE = `# Tools of this project: a name and a version in each line.
# Install them: atmos toolchain install
`;

/** `atmos.yaml` without settings. */
export const CONFIG_FILE = `# Settings of this project. Nothing here is needed: remove the # of what you want.
# What is wrong here, and what helps: atmos doctor

# The release of Atmos that runs this project; others install it and hand over.
# use: "1.210.0"

# Which releases may run it at all.
# version:
#   constraint:
#     require: ">= 1.200, < 2"

toolchain:
  # Where tools are installed. Unless set, the projects of a user share one place.
  # install_path: .tools

  # Short names of your own.
  # aliases:
  #   tf: hashicorp/terraform

  # Hashes of all downloads, to be committed: auto (written by installs), on, off, or frozen (never written).
  # lock: auto

  # Whether a download must have a checksum, a signature: off, when-available, require.
  # verification:
  #   checksums: require
  #   signatures: when-available

  # Commands that run a tool with arguments in front: atmos toolchain proxy install
  # proxies:
  #   k: {tool: kubectl, args: [--context, dev]}

  # Definitions of your own are asked before the public registry.
  # registries:
  #   - {name: own, type: aqua, source: ./registry.yaml}

  # Addresses to fetch from instead of others.
  # url_replacements:
  #   - {from: "https://github.com/", to: "https://mirror.example/github/"}
`;
