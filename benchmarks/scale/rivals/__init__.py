"""What people would otherwise pick, on the same passages, vectors and queries; one file each."""
