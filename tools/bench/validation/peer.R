# The contestant pROC: one JSON task a line in, milliseconds of processor a bootstrap AUROC out.
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
  start <- proc.time()
  force(code)
  1e3 * sum((proc.time() - start)[c("user.self", "sys.self")])
}
set.seed(1)
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  task <- fromJSON(line)
  n <- as.integer(task$n)
  data <- sample_of(n)
  time <- milliseconds(if (task$how == "resample") {
    for (r in seq_len(task$reps)) {
      i <- sample.int(n, n, replace = TRUE)
      as.numeric(auc(data$y[i], data$p[i], levels = c(0, 1), direction = "<", quiet = TRUE))
    }
  } else {
    whole <- roc(data$y, data$p, levels = c(0, 1), direction = "<", quiet = TRUE)
    ci.auc(whole, method = "bootstrap", boot.n = task$reps, progress = "none")
  })
  cat(toJSON(time / task$reps, digits = 9, auto_unbox = TRUE), "\n", sep = "")
  flush(stdout())
}
