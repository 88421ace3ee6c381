/** One tree as real programs archived it: GNU tar, gzip, bzip2, xz, zstd, Info-ZIP.
 *  Invariant: these bytes were not made by anything in this repository. */

/** What is in each of them, in the words of `unpackInTemp`. A zip has no hard links, so `bin/again` is a copy there. */
export const realTree = {
  "kit": "directory 755",
  "kit/bin": "directory 755",
  "kit/bin/again": "file 755 #!/bin/sh\necho kit\n",
  "kit/bin/kit": "file 755 #!/bin/sh\necho kit\n",
  "kit/bin/lib": "-> ../lib",
  "kit/far": `-> ${"x".repeat(130)}`,
  "kit/lib": "directory 755",
  [`kit/lib/${"n".repeat(120)}`]: "file 644 long",
  "kit/lib/\u00fcn\u00ef": "file 644 \u00e9",
};

/** Name of the archive → its bytes in base 64. */
export const realArchives: Readonly<Record<string, string>> = {
  "gnu.tar.gz": [
    "H4sIAAAAAAACA+2YTU7DMBBGve4pjNgn4/9t9+QSKYLWSuVKbZG4EisuwC4Xw/EuRQh1YTsi39tMlFWUNzNfnMFfW5YZijhj",
    "Uo3c1nQttJHaOdLpvjXKMm5YAd4u1/7MOVspQ/S/86Fdln+nCP6L+u/3vQ+1/Es19y8o+Sf4z87jQ9J/OWxeng8nHtthw8D6",
    "5j/W5ex/IZURjIsSywn7P73io9/l9e/cHf7JxcJl02R9LvhnrGmbdtudwr7zYcjo32r9q39JatYLU7dYw/gT8j8779VBBtfe",
    "/6/9Of/5/579r6xx0/4v0X7I/yljl3f+1zj/ryf/xc/8j/47+C82/6ESSOD/7/+v+ae47Of5r4Qg/P8rwTGufkwB5n/8CuNn",
    "pfyPXwA3/38EKYP5L8H4gRkAAAAAAFgT33takgQAKAAA",
  ].join(""),
  "gnu.tar.bz2": [
    "QlpoOTFBWSZTWcVMNXIAAbtfnc+QaAH/gEAMCnR77Z5LACCABAgAABAEKDABTAqElEgxNBpoAaNAaNDTTTQaGAAAAAGg0AaA",
    "aASJET1NEaPRMmmjajQxAaAPUVylUxPwhO7WxZlG2NlxRJDD0/imsAVQoQLW9Bpaa5k4TY1c3nAK7oFgWoYmpO50c0ixAJgJ",
    "tIyedqRoSKkjh134maTZq6ccgghGxwSgJknjWXJmaSE7UEAkjuW1+EG435gEWsHZDfPiQMsmw6HDbkypBxbntN2CiCeCyyHZ",
    "BKqDXyhikgkGFBWgwqk6IiiCWFDpNyxg4lBXKEDJogK0EiRoKHYbyaWdoPlhWVHDSkUCsCola8vBT5pE4SCnKEK2O4Y+Jq/N",
    "9s+MrdE3KBZ5KCCY1f628haCrvSKUYLmSLy9no0XKXA1SDK04/BZSF/F3JFOFCQxUw1cgA==",
  ].join(""),
  "gnu.tar.xz": [
    "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/ARtdADWaSusgBJSzSsi80f5CS2Mz1B2L3104j/JQC4F0VuFGU/xjaIIt6Xx3",
    "zlbP4IqTmic7mwk5D60qjyRCaBFlKIcdJk5zJtteER6GDAZncNEc29Lb2hAaayspGYYrVA6CPICXe34kOjXI7lDA9qPluVmk",
    "QZ59PacHP2MXsxsENLKHayLlbUhfEX6S+dIK87/DE+vd9I7rzFRvAZQG/0wmDr5KFfTJVOrrDX9v5CxGLNScxEpr59RCXdaP",
    "0NoLi3ENI/aPBBvKnXHniTAz9lb9dsBsnU0BZ5zFkSohZU8XFhZr5mSuwGgUpRewCx9A4l7Da2coXZILw3IRDFKYCFHGYH6z",
    "JVaSHRRCtYgT5zXrV1OlMMGnsuHWZduGCIkAAMH1UBnMfXpQAAG3AoBQAAD7PL8/scRn+wIAAAAABFla",
  ].join(""),
  "pax.tar.zst": [
    "KLUv/WQAT+0PAHbTORyg7bt5VBXr43p1s+jxrWevJVtKmVJKIDtwDpYBMgAxADIAThg/DTnlQRl5qrotwXrcjdmyaVzsgui8",
    "zBt3fyn9ls/x6cb/uXGrU6Flj7M8SbcoBRFNf319Zb9Vl2ixKrOzsCpDjeNo2e9WZbY6ySBO35WSbiy2OkVg9jykfxOsA4fk",
    "Nfr4BtAh0rZgk1Wp4J/7mT1bIILoIO52U8pUiql0fspMpTiILKfvcm91Ci6peQBJE4Zl7w5eKN2bO0bD8G5v7+YvtMAwsi5q",
    "+d9X+rFuBYZTXve5FlOpZyo1fTZdplId3X3vDnGgcSW0yKSwoFKYxhBHIgki4hx75D36Clc3VqXLDIA4H/yE/TlCU15V9bjZ",
    "AKBQARB5sgGlZkdpUoDbCKi6CYrUGhsAVVnXgMg46E/EAAXq/SPLKJ4wwMf/EUxG5ZA54xqocjvj6h8DIDFWCycAqeIbINUS",
    "v+kLQBVAYq9xwEoBv04BANTVTvqXz+NTkg2AaiH+RCH/Y7i6Km/Eo4k1HZ3KPSq90gNOmmq1AMUDOxGn+DljqyqVVAKJ0wAi",
    "0sGEtUNFAMFg1QijkziNn+NMAyeQ2j/JqrmOFkh9YO5oVWag1B4uYPUqjlHDCAN2/qEoMEepU7G6LJVCR4AGuDgQ5okDg6qv",
    "0Ktz1BSQSgC6HgLowuT+LoCsYw==",
  ].join(""),
  "kit.zip": [
    "UEsDBAoAAAAAAKqxblcAAAAAAAAAAAAAAAAEAAAAa2l0L1BLAwQKAAAAAACqsW5X5X6LZYIAAACCAAAABwAAAGtpdC9mYXJ4",
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4",
    "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4UEsDBAoAAAAAAKqxblcA",
    "AAAAAAAAAAAAAAAIAAAAa2l0L2xpYi9QSwMECgAAAAAAqrFuVz6NBA4CAAAAAgAAAA0AAABraXQvbGliL8O8bsOvw6lQSwME",
    "CgAAAAAAqrFuV2iplzsEAAAABAAAAIAAAABraXQvbGliL25ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u",
    "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u",
    "bm5ubm5ubm5ubmxvbmdQSwMECgAAAAAAqrFuVwAAAAAAAAAAAAAAAAgAAABraXQvYmluL1BLAwQKAAAAAACqsW5XZhrmOhMA",
    "AAATAAAACwAAAGtpdC9iaW4va2l0IyEvYmluL3NoCmVjaG8ga2l0ClBLAwQKAAAAAACqsW5XZhrmOhMAAAATAAAADQAAAGtp",
    "dC9iaW4vYWdhaW4jIS9iaW4vc2gKZWNobyBraXQKUEsDBAoAAAAAAKqxblc2CYpcBgAAAAYAAAALAAAAa2l0L2Jpbi9saWIu",
    "Li9saWJQSwECHgMKAAAAAACqsW5XAAAAAAAAAAAAAAAABAAAAAAAAAAAABAA7UEAAAAAa2l0L1BLAQIeAwoAAAAAAKqxblfl",
    "fotlggAAAIIAAAAHAAAAAAAAAAAAAAD/oSIAAABraXQvZmFyUEsBAh4DCgAAAAAAqrFuVwAAAAAAAAAAAAAAAAgAAAAAAAAA",
    "AAAQAO1ByQAAAGtpdC9saWIvUEsBAh4DCgAAAAAAqrFuVz6NBA4CAAAAAgAAAA0AAAAAAAAAAQAAAKSB7wAAAGtpdC9saWIv",
    "w7xuw69QSwECHgMKAAAAAACqsW5XaKmXOwQAAAAEAAAAgAAAAAAAAAABAAAApIEcAQAAa2l0L2xpYi9ubm5ubm5ubm5ubm5u",
    "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u",
    "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5QSwECHgMKAAAAAACqsW5XAAAAAAAAAAAAAAAACAAAAAAAAAAA",
    "ABAA7UG+AQAAa2l0L2Jpbi9QSwECHgMKAAAAAACqsW5XZhrmOhMAAAATAAAACwAAAAAAAAABAAAA7YHkAQAAa2l0L2Jpbi9r",
    "aXRQSwECHgMKAAAAAACqsW5XZhrmOhMAAAATAAAADQAAAAAAAAABAAAA7YEgAgAAa2l0L2Jpbi9hZ2FpblBLAQIeAwoAAAAA",
    "AKqxblc2CYpcBgAAAAYAAAALAAAAAAAAAAAAAAD/oV4CAABraXQvYmluL2xpYlBLBQYAAAAACQAJAGkCAACNAgAAAAA=",
  ].join(""),
};
