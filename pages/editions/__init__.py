"""历史版本: the editions so far, two of them side by side, an older one back, and which one a 调度会 was held on."""
