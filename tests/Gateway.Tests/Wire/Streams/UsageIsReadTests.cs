using System.Text;
using CsCheck;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Wire.Streams;

/// <summary>The backend's own figures are read wherever it puts them. The last ones win, and none are added up.</summary>
public class UsageIsReadTests
{
    private const long PromptEstimate = 7;

    [Theory]
    [MemberData(nameof(UsageShapes.Names), MemberType = typeof(UsageShapes))]
    public void Usage_OfEveryShape_IsTheBackends(string name)
    {
        var (stream, usage) = UsageShapes.All[name];
        var repaired = StreamCases.Repair(stream);
        Assert.Equal(Gateway.Wire.Streams.AnswerEnd.Complete, repaired.End);
        Assert.Equal(usage, repaired.Answer.Settle(PromptEstimate));
        Assert.Equal((long)usage.Output!, repaired.Answer.TokensDelivered);
    }

    [Theory]
    [MemberData(nameof(UsageShapes.Names), MemberType = typeof(UsageShapes))]
    public void Usage_OfAStreamTornApartAnywhere_IsTheSame(string name)
    {
        var (stream, usage) = UsageShapes.All[name];
        var bytes = Encoding.UTF8.GetBytes(stream);
        Gen.Int[0, bytes.Length].Array[0, 20].Sample(
            splits =>
                Assert.Equal(usage, StreamCases.Run(StreamCases.NewRepair(), bytes, [.. splits.Order()]).Answer.Settle(PromptEstimate)),
            iter: 200);
    }

    // Wherever it is cut, no figure may be summed or made up.
    [Theory]
    [MemberData(nameof(UsageShapes.Names), MemberType = typeof(UsageShapes))]
    public void Usage_OfAStreamThatEndsAnywhere_IsNeverMoreThanTheWhole(string name)
    {
        var (stream, whole) = UsageShapes.All[name];
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var length = 0; length < bytes.Length; length++)
        {
            var usage = StreamCases.Run(StreamCases.NewRepair(), bytes.AsSpan(0, length)).Answer.Settle(PromptEstimate);
            Assert.True(usage.Output <= whole.Output, $"{usage} after {length} bytes");
            Assert.True(
                usage.Prompt == whole.Prompt || usage is { Prompt: (int)PromptEstimate, Source: UsageSource.Estimated },
                $"{usage} after {length} bytes");
        }
    }

    [Fact]
    public void Usage_OfAWholeAnswer_IsTheBackends()
    {
        const string Body =
            """{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"some text"},"finish_reason":"stop"}],"usage":{"prompt_tokens":50,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":40}}}""";
        Assert.Equal(
            new TokenUsage { Source = UsageSource.Backend, Prompt = 50, Cached = 40, Output = 30 }, Read(Body).Settle(PromptEstimate));
    }

    // Each shape's last figures, as a whole answer holds them.
    [Theory]
    [InlineData(
        """],"usage":{"prompt_tokens":213,"completion_tokens":2,"total_tokens":413,"completion_tokens_details":{"reasoning_tokens":198}}""",
        213, null, 200, 198)]
    [InlineData("""],"usage":{"prompt_tokens":213,"completion_tokens":2,"total_tokens":413}""", 213, null, 200, null)]
    [InlineData("""],"usage":{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"cached_tokens":40}""", 50, 40, 30, null)]
    [InlineData(
        """],"usage":{"input_tokens":50,"output_tokens":30,"input_tokens_details":{"cached_tokens":40},"output_tokens_details":{"reasoning_tokens":20}}""", 50, 40, 30, 20)]
    [InlineData("""],"usage":{"prompt_tokens":50.0,"completion_tokens":30.0,"total_tokens":8e1}""", 50, null, 30, null)]
    [InlineData(""","usage":{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80}]""", 50, null, 30, null)]
    [InlineData("""],"usage":{"prompt_tokens":50,"completion_tokens":30,"total_tokens":12}""", 50, null, 30, null)]
    public void Usage_OfAWholeAnswerOfEveryShape_IsTheBackends(string member, int prompt, int? cached, int output, int? reasoning)
    {
        var isInside = member[0] == ',';
        const string Head = """{"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"text"}""";
        var body = Head + (isInside ? member.Replace("}]", "}}]", StringComparison.Ordinal) : "}" + member) + "}";
        Assert.Equal(
            new TokenUsage { Source = UsageSource.Backend, Prompt = prompt, Cached = cached, Output = output, Reasoning = reasoning },
            Read(body).Settle(PromptEstimate));
    }

    [Fact]
    public void Usage_WithCountsThatHaveAPoint_IsToldInWholeNumbers()
    {
        const string Body =
            """{"id":"a","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"text"},"finish_reason":"stop"}],"usage":{"prompt_tokens":50.0,"completion_tokens":3e1,"total_tokens":80.0}}""";
        var edits = new ByteEdits();
        AnswerReader.ReadBody(
            Encoding.UTF8.GetBytes(Body), new AnswerState { ReasoningName = Gateway.Authentication.ApiKey.Anonymous.ReasoningName }, edits);
        var told = new System.Buffers.ArrayBufferWriter<byte>();
        edits.Apply(Encoding.UTF8.GetBytes(Body), told);
        Assert.EndsWith("""
            "usage":{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80}}
            """.Trim(), Encoding.UTF8.GetString(told.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","usage":null""")]
    [InlineData(""","usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""")]
    [InlineData(""","usage":{"prompt_tokens":1.5,"completion_tokens":-4}""")]
    public void Usage_OfAWholeAnswerThatTellsNone_IsEstimated(string member)
    {
        var body =
            """{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"twenty letters of it"},"finish_reason":"stop"}]""" + member + "}";
        Assert.Equal(
            new TokenUsage { Source = UsageSource.Estimated, Prompt = (int)PromptEstimate, Output = 5 }, Read(body).Settle(PromptEstimate));
    }

    private static AnswerState Read(string body)
    {
        var state = new AnswerState { ReasoningName = Gateway.Authentication.ApiKey.Anonymous.ReasoningName };
        Assert.Equal(AnswerKind.Content, AnswerReader.ReadBody(Encoding.UTF8.GetBytes(body), state, new ByteEdits()));
        return state;
    }
}
