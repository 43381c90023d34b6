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
        using (var pipe = new ConsolePipe(stream, Encoding.UTF8, 1_000, static _ => Assert.Fail("None was dropped.")))
        {
            for (var i = 0; i < 500; i++)
            {
                pipe.Add($"{i} 视\n");
            }
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i} 视\n")), stream.Text);
    }

    [Fact]
    public async Task LinesBeyondTheBound_AreDroppedAndCounted_AndToldWhenItFlowsAgain()
    {
        var stream = new HeldStream();
        var told = new TaskCompletionSource<long>();
        using var pipe = new ConsolePipe(stream, Encoding.UTF8, 10, told.SetResult);
        pipe.Add("held\n");
        await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 25; i++)
        {
            pipe.Add($"{i}\n");
        }

        Assert.Equal(15, pipe.Dropped);
        Assert.False(told.Task.IsCompleted);
        stream.Release();
        Assert.Equal(15, await told.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(15, pipe.Dropped);
    }

    [Fact]
    public async Task Stream_ThatFails_LosesItsLineAndNoMore()
    {
        var stream = new HeldStream { Fails = 1 };
        stream.Release();
        var told = new TaskCompletionSource<long>();
        using var pipe = new ConsolePipe(stream, Encoding.UTF8, 10, told.SetResult);
        pipe.Add("lost\n");
        pipe.Add("kept\n");
        Assert.Equal(1, await told.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("kept\n", stream.Text);
        Assert.Equal(1, pipe.Dropped);
    }

    [Fact]
    public async Task End_IsNotHeldUpByAReader_ThatDoesNotRead()
    {
        var stream = new HeldStream();
        var pipe = new ConsolePipe(stream, Encoding.UTF8, 10, static _ => { });
        pipe.Add("held\n");
        await stream.Held.WaitAsync(TimeSpan.FromSeconds(20));
        await Task.Run(pipe.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
        pipe.Add("late\n");
        Assert.Equal(1, pipe.Dropped);
        stream.Release();
    }

    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Held => _held.Task;

        public int Fails { get; set; }

        public string Text => Encoding.UTF8.GetString(ToArray());

        public void Release() => _released.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _held.TrySetResult();
            _released.Wait();
            if (Fails-- > 0)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            _released.Dispose();
            base.Dispose(disposing);
        }
    }
}
