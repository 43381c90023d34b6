using System.Text;
using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

/// <summary>A limited number of lines wait for the reader, and nothing waits for the lines.</summary>
public sealed class ConsolePipeTests
{
    [Fact]
    public void Lines_ComeWholeAndInOrder()
    {
        var stream = new HeldStream();
        stream.Release();
        using (var pipe = new ConsolePipe(stream, 1_000, static _ => Assert.Fail("None was dropped.")))
        {
            for (var i = 0; i < 500; i++)
            {
                Add(pipe, $"{i} 视\n");
            }
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i} 视\n")), stream.Text);
    }

    [Fact]
    public async Task LinesBeyondTheBound_AreDroppedAndCounted_AndToldWhenItFlowsAgain()
    {
        var stream = new HeldStream();
        var told = new TaskCompletionSource<long>();
        using var pipe = new ConsolePipe(stream, 10, told.SetResult);
        Add(pipe, "held\n");
        await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 25; i++)
        {
            Add(pipe, $"{i}\n");
        }

        Assert.Equal(15, pipe.Dropped);
        Assert.False(told.Task.IsCompleted);
        stream.Release();
        Assert.Equal(15, await told.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(15, pipe.Dropped);
    }

    [Fact]
    public async Task Stream_ThatFails_LosesWhatItWasWritingAndNoMore()
    {
        var stream = new HeldStream { Fails = 1 };
        var told = new TaskCompletionSource<long>();
        using var pipe = new ConsolePipe(stream, 10, told.SetResult);
        Add(pipe, "lost\n");
        await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
        Add(pipe, "kept\n");
        stream.Release();
        Assert.Equal(1, await told.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("kept\n", stream.Text);
        Assert.Equal(1, pipe.Dropped);
    }

    [Fact]
    public async Task End_IsNotHeldUpByAReader_ThatDoesNotRead()
    {
        var stream = new HeldStream();
        var pipe = new ConsolePipe(stream, 10, static _ => { });
        Add(pipe, "held\n");
        await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
        await Task.Run(pipe.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
        Add(pipe, "late\n");
        Assert.Equal(1, pipe.Dropped);
        stream.Release();
    }

    // A wake and a write for each line would be most of its cost.
    [Fact]
    public async Task Lines_ThatComeWhileOneIsWritten_AreWrittenTogether()
    {
        var stream = new HeldStream();
        using (var pipe = new ConsolePipe(stream, 1_000, static _ => Assert.Fail("None was dropped.")))
        {
            Add(pipe, "first\n", isUrgent: true);
            await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
            for (var i = 0; i < 200; i++)
            {
                Add(pipe, $"{i}\n");
            }

            stream.Release();
        }

        Assert.Equal(2, stream.Writes);
    }

    [Fact]
    public async Task Bytes_BeyondTheBound_AreDroppedToo_HoweverFewTheLines()
    {
        var stream = new HeldStream();
        using var pipe = new ConsolePipe(stream, 1_000, static _ => { });
        Add(pipe, "held\n");
        await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
        var large = new byte[1024 * 1024];
        for (var i = 0; i < 40; i++)
        {
            pipe.Add(large);
        }

        Assert.Equal(40 - 16, pipe.Dropped);
        stream.Release();
    }

    private static void Add(ConsolePipe pipe, string line, bool isUrgent = false) => pipe.Add(Encoding.UTF8.GetBytes(line), isUrgent);

    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Held => _held.Task;

        public int Fails { get; set; }

        public string Text => Encoding.UTF8.GetString(ToArray());

        public void Release() => _released.Set();

        public int Writes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Writes++;
            _held.TrySetResult();
            _released.Wait();
            if (Fails-- > 0)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            _released.Dispose();
            base.Dispose(disposing);
        }
    }
}
