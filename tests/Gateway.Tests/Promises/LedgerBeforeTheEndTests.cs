using Gateway.Ledger.Journal;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// A client that has the end of an answer finds it in the ledger. The record is safe before the last bytes leave, and delays nothing
/// before them.
/// </summary>
public sealed class LedgerBeforeTheEndTests
{
    [Fact]
    public async Task Stream_GivesItsFirstTokensWhileTheDiskHangs_AndItsEndWhenTheRecordIsSafe()
    {
        using var disk = new HangingDisk();
        await using var rig = await StartAsync(disk);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Text = "one two three" });
        disk.Hang();
        using var response = await rig.ChatAsync("Local", stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = "";
        while (!text.Contains("three", StringComparison.Ordinal))
        {
            text += await reader.ReadLineAsync() + "\n";
        }

        var rest = reader.ReadToEndAsync();
        await disk.Hangs;
        Assert.False(rest.IsCompleted);
        disk.Release();
        Assert.EndsWith("data: [DONE]\n\n", await rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeAnswer_WaitsForItsRecord()
    {
        using var disk = new HangingDisk();
        await using var rig = await StartAsync(disk);
        disk.Hang();
        var answer = rig.ChatAsync("Local");
        await rig.Ollama.NextRequestAsync();
        await disk.Hangs;
        Assert.False(answer.IsCompleted);
        disk.Release();
        using var response = await answer;
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task AnswerThatMayComeBefore_DoesNotWait()
    {
        using var disk = new HangingDisk();
        await using var rig = await StartAsync(disk, "ledger: { commit: afterwards }");
        disk.Hang();
        using var response = await rig.ChatAsync("Local");
        Assert.Equal(200, (int)response.StatusCode);
        disk.Release();
    }

    private static Task<Rig> StartAsync(HangingDisk disk, string extra = "") => Rig.StartAsync(
        extra,
        services: services =>
        {
            var options = (JournalOptions)services.Single(static s => s.ServiceType == typeof(JournalOptions)).ImplementationInstance!;
            // The limit on a disk that hangs is another test's.
            services.AddSingleton(
                options with
                {
                    MakeSegment = (path, size) => new HangingFile(SegmentFile.Make(path, size), disk),
                    HangLimit = TimeSpan.FromMinutes(5)
                });
        });

    private sealed class HangingDisk : IDisposable
    {
        private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goes = new(initialState: true);

        /// <summary>Is over when a write of something that was to end an answer is under way.</summary>
        public Task Hangs => _hangs.Task;

        public void Hang() => _goes.Reset();

        public void Release() => _goes.Set();

        public void Dispose() => _goes.Dispose();

        public void Wait()
        {
            if (!_goes.IsSet)
            {
                _hangs.TrySetResult();
                _goes.Wait();
            }
        }
    }

    private sealed class HangingFile(ISegmentFile file, HangingDisk disk) : ISegmentFile
    {
        public bool IsThere => file.IsThere;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            disk.Wait();
            file.Write(bytes, offset);
        }

        public void Sync()
        {
            disk.Wait();
            file.Sync();
        }

        public void Cut(long length) => file.Cut(length);

        public void Dispose() => file.Dispose();
    }
}
