using System.Text;

namespace Gateway.Benchmarks.Inputs;

internal static class Answers
{
    /// <summary>An answer of 2 KB that is not streamed.</summary>
    public static byte[] Whole()
    {
        var text = string.Concat(Enumerable.Repeat("The function reads a line and returns nothing at its end.\\n", 28));
        return Encoding.UTF8.GetBytes(
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1767225600,\"model\":\"model-1\",\"choices\":[{\"index\":0,"
            + $"\"message\":{{\"role\":\"assistant\",\"content\":\"{text}\",\"refusal\":null,\"annotations\":[]}},"
            + "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":400,"
            + "\"total_tokens\":442,\"prompt_tokens_details\":{\"cached_tokens\":0}},\"system_fingerprint\":\"fp_1\"}");
    }
}
