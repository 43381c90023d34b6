using System.Text;

namespace Gateway.Benchmarks.Inputs;

/// <summary>Complete streamed answers of 1000 events and a <c>[DONE]</c>, in the format of each kind of backend.</summary>
internal static class EventStreams
{
    private const int Events = 1000;

    public static byte[] OpenAi() => Stream(
        "\"system_fingerprint\":\"fp_1\",",
        i => $"{{\"content\":\"{Word(i)}\"}}",
        "\"logprobs\":null,",
        _ => ",\"usage\":null",
        "stop");

    /// <summary>Both delta fields on each event, with running totals of the usage.</summary>
    public static byte[] SiliconFlow() => Stream(
        "\"system_fingerprint\":\"\",",
        i => $"{{\"content\":\"{Word(i)}\",\"reasoning_content\":null,\"role\":\"assistant\"}}",
        "",
        i => $",\"usage\":{{\"prompt_tokens\":42,\"completion_tokens\":{i + 1},\"total_tokens\":{i + 43}}}",
        "stop");

    /// <summary>Reasoning in a field that most clients do not read, so every event is rewritten.</summary>
    public static byte[] OllamaReasoning() => Stream(
        "\"system_fingerprint\":\"fp_ollama\",",
        i => $"{{\"role\":\"assistant\",\"content\":\"\",\"reasoning\":\"{Word(i)}\"}}",
        "",
        _ => "",
        "stop");

    /// <summary>One call whose arguments come in a thousand pieces.</summary>
    public static byte[] ToolCall() => Stream(
        "\"system_fingerprint\":\"fp_1\",",
        ToolPiece,
        "\"logprobs\":null,",
        _ => "",
        "tool_calls");

    private static byte[] Stream(string before, Func<int, string> delta, string inChoice, Func<int, string> after, string finish)
    {
        var stream = new StringBuilder();
        for (var i = 0; i < Events; i++)
        {
            var isLast = i == Events - 1;
            stream.Append("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"model-1\",")
                .Append(before).Append("\"choices\":[{\"index\":0,\"delta\":").Append(isLast ? "{}" : delta(i)).Append(',').Append(inChoice)
                .Append("\"finish_reason\":").Append(isLast ? $"\"{finish}\"" : "null").Append("}]").Append(after(i)).Append("}\n\n");
        }

        return Encoding.UTF8.GetBytes(stream.Append("data: [DONE]\n\n").ToString());
    }

    private static string ToolPiece(int i) => i switch
    {
        0 => "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"write_file\",\"arguments\":\"\"}}]}",
        1 => ToolPiece("{\\\"text\\\":\\\""),
        Events - 2 => ToolPiece("\\\"}"),
        _ => ToolPiece(Word(i)),
    };

    private static string ToolPiece(string arguments) =>
        $"{{\"tool_calls\":[{{\"index\":0,\"function\":{{\"arguments\":\"{arguments}\"}}}}]}}";

    private static string Word(int i) => (i % 4) switch { 0 => " the", 1 => " function", 2 => " reads", _ => " a line" };
}
