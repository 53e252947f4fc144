# Rscript read.R LETTER.json...: the same as read.py, with the package jsonlite.
#
# The JSON counts positions in a text in bytes of UTF-8, from 0; `words` shows how to use them in R, which counts characters.
library(jsonlite)

words <- function(text, begin, end) {
  bytes <- charToRaw(enc2utf8(text))
  taken <- rawToChar(bytes[seq(begin + 1, length.out = end - begin)])
  Encoding(taken) <- "UTF-8"
  taken
}

or_dash <- function(value) if (is.null(value)) "-" else value

for (name in commandArgs(trailingOnly = TRUE)) {
  letter <- fromJSON(name, simplifyVector = FALSE)
  blocks <- setNames(letter$blocks, sapply(letter$blocks, function(block) block$id))
  for (record in letter$records$recommendation) {
    cat(or_dash(record$label), or_dash(record$modality), substr(record$text, 1, 50), "\n", sep = c(" ", " ", ""))
    for (anchor in record$anchors) {
      taken <- words(blocks[[anchor$block]]$text, anchor$start, anchor$end)
      cat("  from ", anchor$block, ": ", substr(taken, 1, 50), "\n", sep = "")
    }
  }
}
