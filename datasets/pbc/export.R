# Writes pbc.csv again from the R package survival (survival 3.5.3, R 4.2.2), with two columns more: enrolment, which the
# manual gives in words (the first 312 are the trial's), and event, status above 0.
#
#   Rscript export.R [FILE]      FILE defaults to pbc.csv beside this script
arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
target <- commandArgs(trailingOnly = TRUE)
if (length(target) == 0) target <- file.path(dirname(script), "pbc.csv")

source_data <- new.env()
data("pbc", package = "survival", envir = source_data)
pbc <- source_data$pbc
pbc$enrolment <- ifelse(pbc$id <= 312, "trial", "registry")
pbc$event <- as.integer(pbc$status > 0)
write.csv(pbc, target, row.names = FALSE, eol = "\n")

committed <- "96f0ce2cca68538ff8ebf585101a64f2"
written <- unname(tools::md5sum(target))
cat(target, "survival", as.character(packageVersion("survival")), "md5", written, "\n")
if (written != committed) stop("the export differs from the committed file (md5 ", committed, ")")
