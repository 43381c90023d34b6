using Gateway.Wire.Usage;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Synthetic streams with the token usage where each backend puts it, and what must be read from them.</summary>
internal static class UsageShapes
{
    private const string OpenAiFigures =
        """{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"prompt_tokens_details":{"cached_tokens":40,"audio_tokens":3,"image_tokens":4},"completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":2,"image_tokens":1,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private const string ThreeFigures = """{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80}""";

    private static readonly TokenUsage Three = new() { Source = UsageSource.Backend, Prompt = 50, Output = 30 };
    private static readonly TokenUsage Cached = Three with { Cached = 40, Reasoning = 20 };

    public static IReadOnlyDictionary<string, (string Stream, TokenUsage Usage)> All { get; } = new Dictionary<string, (string, TokenUsage)>
    {
        ["OpenAI"] = (
            Event("""{"content":"模型"}""", "null") + Event("{}", "null", "\"stop\"") + Last(OpenAiFigures) + Sse.Done,
            Cached with { PromptAudio = 3, PromptImages = 4, OutputAudio = 2, OutputImages = 1 }),
        ["Ollama, vLLM, LM Studio"] = (Sse.Says("a") + Sse.Ends("stop") + Last(ThreeFigures) + Sse.Done, Three),
        ["vLLM with nulls"] = (
            Sse.Says("a") + Sse.Ends("stop")
                + Last("""{"prompt_tokens":50,"total_tokens":80,"completion_tokens":30,"prompt_tokens_details":null}""") + Sse.Done, Three),
        ["SiliconFlow"] = (
            Event(
                """{"content":"","reasoning_content":null,"role":"assistant"}""",
                """{"prompt_tokens":50,"completion_tokens":0,"total_tokens":50}""")
            + Event(
                """{"content":null,"reasoning_content":"然"}""",
                """{"prompt_tokens":50,"completion_tokens":20,"total_tokens":70,"completion_tokens_details":{"reasoning_tokens":20}}""")
            + Event(
                """{"content":"b","reasoning_content":null}""",
                """{"prompt_tokens":50,"completion_tokens":28,"total_tokens":78,"completion_tokens_details":{"reasoning_tokens":20}}""")
            + Event(
                """{"content":"","reasoning_content":null}""",
                """{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"completion_tokens_details":{"reasoning_tokens":20},"prompt_tokens_details":{"cached_tokens":40},"prompt_cache_hit_tokens":40,"prompt_cache_miss_tokens":10}""",
                "\"stop\"") + Sse.Done,
            Cached),
        ["DeepSeek"] = (
            Event("""{"content":"a","reasoning_content":null}""", "null")
            + Event(
                "{}",
                """{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"completion_tokens_details":{"reasoning_tokens":20},"prompt_cache_hit_tokens":40,"prompt_cache_miss_tokens":10}""", "\"stop\"") + Sse.Done,
            Cached),
        ["DeepSeek, the halves only"] = (
            Sse.Says("a")
                + Event("{}", """{"completion_tokens":30,"prompt_cache_hit_tokens":40,"prompt_cache_miss_tokens":10}""", "\"stop\"")
                + Sse.Done,
            Three with { Cached = 40 }),
        ["two names, one of them 0"] = (
            Sse.Says("a")
                + Event(
                    "{}",
                    """{"prompt_tokens":50,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":0},"prompt_cache_hit_tokens":40}""", "\"stop\"") + Sse.Done,
            Three with { Cached = 40 }),
        ["SGLang"] = (
            Sse.Says("a") + Sse.Ends("stop")
                + Last(
                    """{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"prompt_tokens_details":{"cached_tokens":40},"reasoning_tokens":20}""") + Sse.Done,
            Cached),
        ["Groq"] = (
            Sse.Says("a")
            + Sse.Data(
                $$$"""{"model":"m","choices":[{{{Sse.Choice("{}", "\"stop\"")}}}],"x_groq":{"id":"r","usage":{{{OpenAiFigures}}}},"usage":{{{OpenAiFigures}}}}""")
            + Last(ThreeFigures) + Sse.Done,
            Cached with { PromptAudio = 3, PromptImages = 4, OutputAudio = 2, OutputImages = 1 }),
        ["Groq, inside only"] = (
            Sse.Says("a")
                + Sse.Data(
                    $$$"""{"model":"m","choices":[{{{Sse.Choice("{}", "\"stop\"")}}}],"x_groq":{"id":"r","usage":{{{ThreeFigures}}}}}""")
                        + Sse.Done, Three),
        ["OpenRouter, on a last event with choices"] = (
            ": OPENROUTER PROCESSING\n\n" + Sse.Says("a") + Sse.Ends("stop")
                + Event("""{"role":"assistant","content":""}""", OpenAiFigures) + Sse.Done,
            Cached with { PromptAudio = 3, PromptImages = 4, OutputAudio = 2, OutputImages = 1 }),
        ["llama.cpp"] = (
            Sse.Says("a") + Sse.Ends("stop")
            + Sse.Data(
                $$$"""{"model":"m","choices":[],"usage":{{{ThreeFigures}}},"timings":{"prompt_n":1,"cache_n":49,"predicted_n":31,"predicted_per_second":12.5}}""") + Sse.Done,
            Three),
        ["llama.cpp, timings only"] = (
            Sse.Says("a")
                + Sse.Data(
                    $$$"""{"model":"m","choices":[{{{Sse.Choice("{}", "\"stop\"")}}}],"timings":{"cache_n":40,"prompt_n":10,"prompt_ms":1.5,"predicted_n":30}}""") + Sse.Done,
            Three with { Cached = 40 }),
        ["xAI, reasoning beside the answer"] = (
            Sse.Says("a") + Sse.Ends("stop")
            + Last(
                """{"prompt_tokens":213,"completion_tokens":2,"total_tokens":413,"completion_tokens_details":{"reasoning_tokens":198}}""")
                    + Sse.Done,
            Three with { Prompt = 213, Output = 200, Reasoning = 198 }),
        ["Gemini, thoughts in the total alone"] = (
            Sse.Says("a") + Sse.Ends("stop") + Last("""{"prompt_tokens":50,"completion_tokens":10,"total_tokens":80}""") + Sse.Done, Three),
        ["the total for the answer"] = (
            Sse.Says("a") + Sse.Ends("stop") + Last("""{"prompt_tokens":50,"total_tokens":80}""") + Sse.Done, Three),
        ["Moonshot"] = (
            Sse.Says("a")
                + Sse.Data(
                    """{"id":"c1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"cached_tokens":40}}]}""") + Sse.Done,
            Three with { Cached = 40 }),
        ["Moonshot, at the end too"] = (
            Sse.Says("a")
                + Sse.Data(
                    """{"id":"c1","model":"m","choices":[{"usage":{"prompt_tokens":50,"completion_tokens":30},"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Last("""{"cached_tokens":40,"prompt_tokens":50,"completion_tokens":30,"total_tokens":80}""") + Sse.Done,
            Three with { Cached = 40 }),
        ["input and output"] = (
            Sse.Says("a") + Sse.Ends("stop")
            + Last(
                """{"input_tokens":50,"input_tokens_details":{"cached_tokens":40},"output_tokens":30,"output_tokens_details":{"reasoning_tokens":20},"total_tokens":80}""") + Sse.Done,
            Cached),
        ["input and output, zeros beside the usual names"] = (
            Sse.Says("a") + Sse.Ends("stop")
                + Last(
                    """{"prompt_tokens":50,"completion_tokens":30,"total_tokens":80,"input_tokens":0,"output_tokens":0,"input_tokens_details":null}""") + Sse.Done,
            Three),
        ["Anthropic, the cache beside the input"] = (
            Sse.Says("a") + Sse.Ends("stop")
                + Last("""{"input_tokens":7,"cache_creation_input_tokens":3,"cache_read_input_tokens":40,"output_tokens":30}""") + Sse.Done,
            Three with { Cached = 40, CacheWrite = 3 }),
        ["counts with a point"] = (
            Sse.Says("a") + Sse.Ends("stop")
                + Last(
                    """{"prompt_tokens":50.0,"completion_tokens":3e1,"total_tokens":80.00,"prompt_tokens_details":{"cached_tokens":40.0}}""") + Sse.Done,
            Three with { Cached = 40 }),
        ["figures before the text"] = (
            Sse.Data($$$"""{"usage":{{{ThreeFigures}}},"choices":[{{{Sse.Choice("{\"content\":\"a\"}", "\"stop\"")}}}]}""") + Sse.Done,
            Three),
        ["garbage behind good figures"] = (
            Sse.Says("a") + Sse.Ends("stop") + Last(ThreeFigures)
            + Last(
                """{"prompt_tokens":-1,"completion_tokens":1e99,"prompt_tokens_details":[1],"completion_tokens_details":"x","total_tokens":{"a":[]}}""")
            + Last(
                """{"prompt_tokens":99999999999999999999,"completion_tokens":100000001,"reasoning_tokens":2.5,"prompt_cache_hit_tokens":"7"}""")
            + Last("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""") + Sse.Done,
            Three),
        ["parts larger than the whole"] = (
            Sse.Says("a") + Sse.Ends("stop")
                + Last(
                    """{"prompt_tokens":50,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":51},"completion_tokens_details":{"reasoning_tokens":31}}""") + Sse.Done,
            Three with { Cached = 50, Reasoning = 30 }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static string Last(string usage) => Sse.Data($$$"""{"id":"c1","model":"m","choices":[],"usage":{{{usage}}}}""");

    public static string Event(string delta, string usage, string finish = "null") =>
        Sse.Data($$$"""{"id":"c1","model":"m","choices":[{{{Sse.Choice(delta, finish)}}}],"usage":{{{usage}}}}""");
}
