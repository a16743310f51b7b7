"""Pictures: fetched from public addresses or an owner's folder, cleaned of what is not picture,
stored once by content, and remembered by URL so that one that fails is tried again."""
