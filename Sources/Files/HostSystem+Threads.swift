internal import CScheduler
import Synchronization

#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The processors and the memory of the threads that share a check.
extension HostSystem {
  /// The thread that makes it, and the processor that it runs on.
  struct Place: Sendable {
    #if canImport(Glibc)
    fileprivate let thread = UInt(pthread_self())
    fileprivate let processor = Int(current_processor())
    #endif
  }

  /// Prepares a further thread for its work: it gets room in its heap, and leaves the processor of the
  /// first one.
  static func begin(besides other: Place) {
    #if canImport(Glibc)
    guard UInt(pthread_self()) != other.thread else { return }
    leave(other)
    prepareHeap()
    #endif
  }

  /// Leaves the processor of another thread, when both are on the same one.
  ///
  /// Linux lets two threads that wake each other share a processor for up to 20 ms, while another one is
  /// idle: longer than most checks take. The thread may return, so that a busy machine stays fair.
  private static func leave(_ other: Place) {
    #if canImport(Glibc)
    let processor = Int(current_processor())
    guard processor == other.processor else { return }
    // A bit for each processor.
    var all = [UInt64](repeating: 0, count: 16)
    let size = all.count * MemoryLayout<UInt64>.size
    guard processor >= 0, processor < size * 8, unsafe get_processors(0, size, &all) == 0 else {
      return
    }
    var others = all
    others[processor / 64] &= ~(1 << UInt64(processor % 64))
    // It fails on a machine with one processor.
    guard unsafe set_processors(0, size, others) == 0 else { return }
    _ = unsafe set_processors(0, size, all)
    #endif
  }

  private static let isMemoryPrepared = Atomic(false)

  /// Asks for memory in large pages when the first large file is read.
  ///
  /// A check takes about ten times the memory of its text. Linux maps it page by page, and with
  /// pages of 2 MiB a check of 10,000 lines takes a twentieth less. The first block is mapped by
  /// itself; once it is freed, blocks of its size come from the heap and stay there (mallopt(3),
  /// `M_MMAP_THRESHOLD`).
  static func prepareMemory(forFileOf size: Int) {
    #if canImport(Glibc)
    let isLarge = size >= 131_072
    guard isLarge, !isMemoryPrepared.exchange(true, ordering: .relaxed) else { return }
    let page = 2 * 1_048_576
    let count = min(size * 10 / page + 2, 12) * page
    for capacity in [count, count - page / 2] {
      guard let block = unsafe malloc(capacity) else { return }
      let gap = page - Int(bitPattern: block) % page
      unsafe madvise(block + gap, capacity - gap, MADV_HUGEPAGE)
      unsafe free(block)
    }
    #endif
  }

  /// Lets the heap of a further thread grow at once, once a large file has been read.
  ///
  /// glibc gives each thread a heap of its own, and asks Linux to make every further 4 KiB of it
  /// writable: hundreds of calls for one check. The half that nearly all checks need is mapped at once,
  /// where Linux can (`MADV_POPULATE_WRITE` of madvise(2), which glibc's headers may not have).
  private static func prepareHeap() {
    #if canImport(Glibc)
    let capacity = 1_048_576
    guard isMemoryPrepared.load(ordering: .relaxed), let block = unsafe malloc(capacity) else {
      return
    }
    // Where pages are larger, Linux refuses the address, and the heap is mapped as usual.
    let page = 4_096
    let gap = page - Int(bitPattern: block) % page
    let populateWrite: Int32 = 23
    unsafe madvise(block + gap, capacity / 2, populateWrite)
    unsafe free(block)
    #endif
  }
}
