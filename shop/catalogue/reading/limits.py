"""What a process that opens a stranger's workbook may use. It imports nothing of the shop."""


def limit(memory: int, cpu_seconds: int, file_size: int = 0) -> None:
    """Caps this process for good. Windows has no such limits to set."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
