using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StockNow.Host.Reports;

/// <summary>Standard output for results that come as time passes: each is visible at once, and it is known when nobody reads them any more.</summary>
/// <remarks>The console of .NET says nothing of a closed pipe.</remarks>
internal sealed partial class ResultStream : IDisposable
{
    const int StandardOutput = 1;
    const short Error = 8, HungUp = 16;

    readonly Stream _stream;

    public ResultStream()
    {
        _stream = Open();
        Writer = new StreamWriter(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024);
    }

    /// <summary>Takes the results; they are visible after a flush.</summary>
    /// <exception cref="IOException">Nobody reads them any more, or the disk is full.</exception>
    public TextWriter Writer { get; }

    /// <summary>Whether the program at the other end of the pipe is gone, as <c>head</c> after its last line.</summary>
    public static bool IsClosed
    {
        get
        {
            if (OperatingSystem.IsWindows()) return false;
            var look = new PollDescriptor { Descriptor = StandardOutput };
            return Poll(ref look, 1, 0) > 0 && (look.Found & (Error | HungUp)) != 0;
        }
    }

    /// <summary>Closes nothing: the stream belongs to the process.</summary>
    public void Dispose() => _stream.Dispose();

    // Of a file the stream would keep a position of its own, and programs after this one would write over what it wrote.
    static Stream Open()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
