# Writes nwtco.csv again from the R package survival, byte for byte the committed file (survival 3.5.3, R 4.2.2).
#
#   Rscript export.R [FILE]      FILE defaults to nwtco.csv beside this script
#
# MD5 of the committed file: 3be039c14419d80c94dadd2f0f6c0b39. Another version of survival may differ: the script says so.
arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
target <- commandArgs(trailingOnly = TRUE)
if (length(target) == 0) target <- file.path(dirname(script), "nwtco.csv")

source_data <- new.env()
data("nwtco", package = "survival", envir = source_data)
write.csv(source_data$nwtco, target, row.names = FALSE, eol = "\n")

committed <- "3be039c14419d80c94dadd2f0f6c0b39"
written <- unname(tools::md5sum(target))
cat(target, "survival", as.character(packageVersion("survival")), "md5", written, "\n")
if (written != committed) stop("the export differs from the committed file (md5 ", committed, ")")
