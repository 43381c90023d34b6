using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Wire.Streams;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Event = Gateway.Tests.Wire.Streams.Sse;
using Sse = Gateway.Tests.Hosting.Sse;

namespace Gateway.Tests.Promises;

/// <summary>An answer begins with content, not with an event that only opens it. Until then the next candidate may be tried.</summary>
public sealed class AnswerBeginsTests
{
    private const string Done = "data: [DONE]\n\n";

    private static readonly string[] Openings =
    [
        """{"role":"assistant","content":""}""",
        """{"role":"assistant","content":null}""",
        """{"role":"assistant"}""",
        "{}",
        """{"content":""}""",
        """{"role":"assistant","content":null,"reasoning_content":""}""",
        """{"role":"assistant","content":"","reasoning":"","reasoning_content":null}""",
        """{"role":"assistant","content":"","refusal":null,"function_call":null,"audio":null,"tool_calls":[]}""",
        """{"role":"assistant","content":"","refusal":"","tool_calls":null,"reasoning_details":[]}""",
        """{"role":"assistant","content":[]}""",
        """{"role":"assistant","content":[{"type":"text","text":""}],"function_call":{},"audio":{}}""",
        """{"role":"assistant","name":"somebody","content":""}""",
    ];

    private static readonly string[] Contents =
    [
        """{"content":"a"}""",
        """{"content":" "}""",
        """{"content":"\n\n"}""",
        """{"reasoning_content":"Well"}""",
        """{"reasoning":"Well"}""",
        """{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}""",
        """{"refusal":"I will not."}""",
        """{"audio":{"id":"audio_1","transcript":"Hi"}}""",
        """{"function_call":{"name":"f","arguments":""}}""",
        """{"reasoning_details":[{"type":"reasoning.text","text":"Well"}]}""",
        """{"content":[{"type":"text","text":"a"}]}""",
    ];

    public static TheoryData<string, string> VainAnswers()
    {
        string[] ends = ["error", "reset", "end", "done", "gave up", "broken call", "empty model", "usage and done"];
        var data = new TheoryData<string, string>();
        foreach (var opening in Openings)
        {
            data.Add(opening, "error");
            data.Add(opening, "done");
        }

        foreach (var end in ends[1..].Except(["done"]))
        {
            data.Add(Openings[0], end);
        }

        return data;
    }

    public static TheoryData<string> AllContents() => [.. Contents];

    [Theory]
    [MemberData(nameof(VainAnswers))]
    public async Task Answer_ThatOnlyOpened_IsFollowedByTheNextCandidate_AndAloneIsAnErrorWithItsStatus(string opening, string end)
    {
        await using var rig = await WritingRig.StartAsync(async http =>
        {
            await WritingBackend.WriteAsync(http, Event.Delta(opening));
            await EndAsync(http, end);
        });

        using var followed = await rig.ChatAsync("First");
        Assert.Equal("other", followed.Header("x-gateway-backend"));
        Assert.Equal("2", followed.Header("x-gateway-attempts"));
        var stream = new Sse(await followed.Content.ReadAsStringAsync()).Whole();
        Assert.Equal("the other one", stream.Content);
        // Of the one that failed nothing is left, and the role comes once.
        Assert.Single(stream.Deltas, d => d["role"] is not null);

        using var alone = await rig.ChatAsync("Only");
        // A reset may overtake what was sent before it, and then nothing has come at all.
        await alone.ErrorAsync(end == "reset" && (int)alone.StatusCode == 503 ? 503 : 502);
    }

    [Theory]
    [MemberData(nameof(AllContents))]
    public async Task Answer_ThatHasSaidSomething_IsCommitted(string content)
    {
        await using var rig = await WritingRig.StartAsync(async http =>
        {
            await WritingBackend.WriteAsync(http, Event.Delta(Openings[0]) + Event.Delta(content));
            await EndAsync(http, "error");
        });
        using var response = await rig.ChatAsync("First");
        Assert.Equal("written", response.Header("x-gateway-backend"));
        new Sse(await response.Content.ReadAsStringAsync()).Broken();
        Assert.Empty(rig.Other.Received);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    public async Task Answer_ThatIsFinishedAndEmpty_IsOne(string reason)
    {
        await using var rig = await WritingRig.StartAsync(
            http => WritingBackend.WriteAsync(http, Event.Delta(Openings[0]) + Event.Ends(reason) + Done));
        using var response = await rig.ChatAsync("First");
        Assert.Equal("written", response.Header("x-gateway-backend"));
        Assert.Empty(new Sse(await response.Content.ReadAsStringAsync()).Whole(reason).Content);
    }

    [Fact]
    public async Task Openings_ThatAreRepeated_ReachTheClientOnce_EachChoiceWithItsRole()
    {
        var roleless = Event.Delta("{}");
        var role = Event.Delta(Openings[0]);
        var second = Event.Delta(Openings[0], choice: 1);
        await using var rig = await WritingRig.StartAsync(http => WritingBackend.WriteAsync(
            http,
            roleless + role + role + second + role + second + roleless + Event.Says("a") + Event.Says("b", choice: 1)
                + Event.Ends("stop") + Event.Ends("stop", choice: 1) + Done));
        using var response = await rig.ChatAsync("Only");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(
            roleless + role + second + Event.Says("a") + Event.Says("b", choice: 1) + Event.Ends("stop") + Event.Ends("stop", choice: 1)
                + Done,
            text);
    }

    [Fact]
    public async Task Limit_OnTheFirstEvent_RunsUntilTheAnswerSaysSomething()
    {
        await using var rig = await WritingRig.StartAsync(
            async http =>
            {
                while (true)
                {
                    // Its role again and again is no content, however often it comes.
                    await WritingBackend.WriteAsync(http, Event.Delta(Openings[0]));
                    await Task.Delay(50, http.RequestAborted);
                }
            },
            backendExtra: "firstByteTimeout: 500ms");
        using var followed = await rig.ChatAsync("First");
        Assert.Equal("other", followed.Header("x-gateway-backend"));

        using var alone = await rig.ChatAsync("Only");
        var message = (string)(await alone.ErrorAsync(504))["message"]!;
        Assert.Contains("0.5 seconds", message, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("siliconflow")]
    [InlineData("lmstudio")]
    [InlineData("llamacpp")]
    [InlineData("vllm")]
    [InlineData("deepseek")]
    public async Task Provider_ThatFailsBehindItsOpening_IsFollowedByTheNext(string provider)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Other.Script("sim-model", new ModelScript { Text = "the other one" });
        foreach (var failure in (FailureMode[])[
            FailureMode.ErrorEvent, FailureMode.PlainEnd, FailureMode.Reset, FailureMode.ReasonlessDone
        ])
        {
            rig.Script(new ModelScript { OpeningChunks = 2, Fail = failure, FailAfterChunks = 2 });
            using var response = await rig.ChatAsync(stream: true, tag: "First");
            Assert.Equal("other", response.Header("x-gateway-backend"));
            Assert.Equal("the other one", new Sse(await response.Content.ReadAsStringAsync()).Whole().Content);
        }
    }

    private static async Task EndAsync(HttpContext http, string end)
    {
        switch (end)
        {
            case "error":
                await WritingBackend.WriteAsync(http, Event.Data("""{"error":{"message":"boom"}}"""));
                break;
            case "done":
                await WritingBackend.WriteAsync(http, Done);
                break;
            case "usage and done":
                await WritingBackend.WriteAsync(http, Event.Usage(3, 0) + Done);
                break;
            case "gave up":
                await WritingBackend.WriteAsync(http, Event.Ends("error") + Done);
                break;
            case "broken call":
                await WritingBackend.WriteAsync(
                    http,
                    Event.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]}""", "\"tool_calls\"")
                        + Done);
                break;
            case "empty model":
                await WritingBackend.WriteAsync(
                    http,
                    Event.Data(
                        """{"id":"c","model":"","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""));
                break;
            case "reset":
                var socket = http.Features.Get<IConnectionSocketFeature>()!.Socket;
                socket.LingerState = new(true, 0);
                socket.Close(0);
                http.Abort();
                break;
            default:
                break;
        }
    }
}
