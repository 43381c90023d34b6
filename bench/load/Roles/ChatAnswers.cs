using System.Text;

namespace Gateway.Load.Roles;

/// <summary>The upstream's answers as ready bytes, in OpenAI's format.</summary>
internal static class ChatAnswers
{
    private const string Head =
        """data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"bench-model",""";

    private const string Usage = """{"prompt_tokens":180,"completion_tokens":160,"total_tokens":340}""";

    public static byte[] Models { get; } = Encoding.UTF8.GetBytes(
        """{"object":"list","data":[{"id":"bench-model","object":"model","created":1700000000,"owned_by":"bench"}]}""");

    public static byte[] Whole { get; } = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"bench-model","choices":[{"index":0,"""
        + "\"message\":{\"role\":\"assistant\",\"content\":\""
        + string.Concat(Enumerable.Repeat("The answer is a sentence of plain words. ", 18))
        + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":" + Usage + "}");

    public static byte[] First { get; } = Chunk("""{"role":"assistant","content":""}""", "null");

    public static byte[] Delta { get; } = Chunk("""{"content":" word"}""", "null");

    public static byte[] Last { get; } = Chunk("{}", "\"stop\"");

    public static byte[] UsageChunk { get; } =
        Encoding.UTF8.GetBytes(Head + "\"choices\":[],\"usage\":" + Usage + "}\n\n");

    public static byte[] Done { get; } = Encoding.UTF8.GetBytes("data: [DONE]\n\n");

    private static byte[] Chunk(string delta, string finish) => Encoding.UTF8.GetBytes(
        Head + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}\n\n");
}
