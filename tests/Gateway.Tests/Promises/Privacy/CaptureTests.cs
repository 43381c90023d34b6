using System.Text;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Tables;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Privacy;

/// <summary>No prompt and no answer is kept, except for routes with <c>capture: true</c>, in a table of its own.</summary>
public sealed class CaptureTests
{
    private const string Said = "canary-prompt of somebody";
    private const string Answered = "canary-answer to it";

    [Theory]
    [InlineData("Kept", false)]
    [InlineData("Kept", true)]
    [InlineData("BEHALTEN:local", false)]
    public async Task Route_ThatCaptures_KeepsRequestAndAnswerAsTheyWere(string name, bool stream)
    {
        await using var rig = await CaptureRig.StartAsync();
        rig.Backend.Script(CaptureRig.Model, new ModelScript { Text = Answered });
        var body = CaptureRig.Body(name, Said, stream);
        var (response, answer) = await rig.AskAsync(body);

        Assert.Equal((200, "true"), ((int)response.StatusCode, response.Header("x-gateway-captured")));
        var capture = await rig.CaptureOfAsync(response);
        Assert.Equal((body, answer), (Encoding.UTF8.GetString(capture.Body), Encoding.UTF8.GetString(capture.Answer)));
        Assert.Equal(
            ("anonymous", "Kept", CaptureRig.Model, false, false),
            (capture.Key, capture.Route, capture.Model, capture.IsBodyCut, capture.IsAnswerCut));
        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal((record.Request, record.CountedAt), (capture.Request, capture.CountedAt));

        // In the table, and neither in the journal nor in the log.
        Assert.All(await rig.FilesWithAsync("canary-"), static f => Assert.StartsWith("ledger.db", f, StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Gateway.Log.Lines, static l => l.Contains("canary-", StringComparison.Ordinal));
        Assert.Equal(0, rig.Queue.Held);
    }

    [Fact]
    public async Task Route_ThatDoesNot_KeepsNothingAnywhere()
    {
        await using var rig = await CaptureRig.StartAsync();
        rig.Backend.Script(CaptureRig.Model, new ModelScript { Text = Answered });
        foreach (var name in new[] { "Usual", CaptureRig.Model, "open/" + CaptureRig.Model })
        {
            var (usual, _) = await rig.AskAsync(CaptureRig.Body(name, Said, stream: true));
            Assert.Equal((200, false), ((int)usual.StatusCode, usual.Headers.Contains("x-gateway-captured")));
            await rig.Gateway.RecordOfAsync(usual);
            Assert.Null(await rig.FindAsync(usual));
        }

        // What was captured behind it is written, so it would be too.
        rig.Backend.Script(CaptureRig.Model, new ModelScript { Text = "something else" });
        var (kept, _) = await rig.AskAsync(CaptureRig.Body("Kept", "and that too"));
        await rig.CaptureOfAsync(kept);
        Assert.Empty(await rig.FilesWithAsync("canary-"));
    }

    [Fact]
    public async Task Capture_IsCutAtAMebibyte_AndTheAnswerIsNot()
    {
        await using var rig = await CaptureRig.StartAsync();
        rig.Backend.Script(CaptureRig.Model, new ModelScript { Text = new string('a', CaptureQueue.MostOfOne + 5000) });
        var body = CaptureRig.Body("Kept", new string('b', CaptureQueue.MostOfOne + 5000));
        var (response, answer) = await rig.AskAsync(body);

        Assert.True(answer.Length > CaptureQueue.MostOfOne);
        Assert.True(rig.Backend.Received[^1].Body.Length > CaptureQueue.MostOfOne + 5000);
        var capture = await rig.CaptureOfAsync(response);
        Assert.Equal((true, true), (capture.IsBodyCut, capture.IsAnswerCut));
        Assert.Equal(body[..CaptureQueue.MostOfOne], Encoding.UTF8.GetString(capture.Body));
        Assert.Equal(answer[..CaptureQueue.MostOfOne], Encoding.UTF8.GetString(capture.Answer));
    }

    [Fact]
    public async Task Answer_ThatBroke_IsKeptAsItWasDelivered()
    {
        await using var rig = await CaptureRig.StartAsync();
        rig.Backend.Script(
            CaptureRig.Model,
            new ModelScript { Text = "words that come and words that do not", Fail = FailureMode.Reset, FailAfterChunks = 3 });
        var (response, answer) = await rig.AskAsync(CaptureRig.Body("Kept", Said, stream: true));

        Assert.Contains("\"error\"", answer, StringComparison.Ordinal);
        Assert.Equal(answer, Encoding.UTF8.GetString((await rig.CaptureOfAsync(response)).Answer));
    }

    [Fact]
    public async Task Request_ThatGetsNoAnswer_IsKeptWithoutOne()
    {
        await using var rig = await CaptureRig.StartAsync();
        rig.Backend.Script(CaptureRig.Model, new ModelScript { Error = "overloaded" });
        var (response, _) = await rig.AskAsync(CaptureRig.Body("Kept", Said));

        Assert.Equal(503, (int)response.StatusCode);
        var capture = await rig.CaptureOfAsync(response);
        Assert.Contains(Said, Encoding.UTF8.GetString(capture.Body), StringComparison.Ordinal);
        Assert.Empty(capture.Answer);
    }

    [Fact]
    public async Task Stream_ThatIsKeptAlive_IsKeptWithItsComments()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await CaptureRig.StartAsync("streams: { keepAlive: 15s }", time: time);
        rig.Backend.Script(CaptureRig.Model, new ModelScript { Hold = true });
        var sent = rig.SendAsync(CaptureRig.Body("Kept", Said, stream: true));
        await rig.Backend.NextRequestAsync();
        time.Advance(TimeSpan.FromSeconds(15));
        using var response = await sent;
        rig.Backend.Release(CaptureRig.Model);
        var answer = await response.Content.ReadAsStringAsync();

        Assert.StartsWith(": keep-alive\n\n", answer, StringComparison.Ordinal);
        Assert.Equal("true", response.Header("x-gateway-captured"));
        Assert.Equal(answer, Encoding.UTF8.GetString((await rig.CaptureOfAsync(response)).Answer));
    }

    [Fact]
    public async Task DatabaseThatIsAway_DropsCaptures_AndAnswersGoOn()
    {
        var place = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        try
        {
            // A folder stands where the file should be.
            var file = Directory.CreateDirectory(Path.Combine(place, "data/ledger.db"));
            await using var rig = await CaptureRig.StartAsync(place: place);
            for (var i = 0; i < 3; i++)
            {
                var (answered, _) = await rig.AskAsync(CaptureRig.Body("Kept", Said));
                Assert.Equal(200, (int)answered.StatusCode);
                await WaitUntil.TrueAsync(() => rig.Queue.Dropped == i + 1);
            }

            Assert.Equal(0, rig.Queue.Held);
            file.Delete();
            var (response, _) = await rig.AskAsync(CaptureRig.Body("Kept", "it is back"));
            await rig.CaptureOfAsync(response);
            await rig.Gateway.Log.WaitForAsync("Since the start 3 were dropped");
            Assert.Single(rig.Gateway.Log.Lines, static l => l.Contains("Captures are dropped", StringComparison.Ordinal));
            // Records waited in the journal, and captures did not.
            await WaitUntil.TrueAsync(async () => (await rig.Gateway.RecordsAsync()).Count == 4);
            Assert.Empty(await rig.FilesWithAsync(Said));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public async Task Operator_IsToldAtStartAndAtEachReload()
    {
        const string Line = "Warning 2006 ";
        await using var rig = await CaptureRig.StartAsync(captures: false);
        Assert.DoesNotContain(rig.Gateway.Log.Lines, static l => l.Contains(Line, StringComparison.Ordinal));
        Edit(rig, "capture: false", "capture: true");
        Assert.Contains("Kept.", await rig.Gateway.Log.WaitForAsync(Line), StringComparison.Ordinal);
        var (response, _) = await rig.AskAsync(CaptureRig.Body("Kept", Said));
        await rig.CaptureOfAsync(response);

        await using var another = await CaptureRig.StartAsync();
        await another.Gateway.Log.WaitForAsync(Line);
    }

    private static void Edit(CaptureRig rig, string from, string to) =>
        File.WriteAllText(rig.Gateway.ConfigPath, File.ReadAllText(rig.Gateway.ConfigPath).Replace(from, to, StringComparison.Ordinal));
}
