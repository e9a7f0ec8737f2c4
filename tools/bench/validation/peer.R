# The contestant pROC: one JSON task a line in, milliseconds of each bootstrap AUROC out.
suppressPackageStartupMessages({
  library(pROC)
  library(jsonlite)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
sample_of <- function(n) {
  list(
    y = readBin(file.path(folder, paste0("y-", n)), "integer", n, size = 1, signed = FALSE),
    p = readBin(file.path(folder, paste0("p-", n)), "double", n)
  )
}
milliseconds <- function(code) {
  start <- Sys.time()
  force(code)
  1e3 * as.numeric(difftime(Sys.time(), start, units = "secs"))
}
set.seed(1)
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  task <- fromJSON(line)
  n <- as.integer(task$n)
  data <- sample_of(n)
  times <- if (task$how == "resample") {
    vapply(seq_len(task$reps), function(r) {
      milliseconds({
        i <- sample.int(n, n, replace = TRUE)
        as.numeric(auc(data$y[i], data$p[i], levels = c(0, 1), direction = "<", quiet = TRUE))
      })
    }, 0)
  } else {
    whole <- roc(data$y, data$p, levels = c(0, 1), direction = "<", quiet = TRUE)
    milliseconds(ci.auc(whole, method = "bootstrap", boot.n = task$reps, progress = "none")) / task$reps
  }
  cat(toJSON(times, digits = 9), "\n", sep = "")
  flush(stdout())
}
