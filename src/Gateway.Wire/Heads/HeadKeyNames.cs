using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Gateway.Wire.Heads;

/// <summary>The names of <see cref="HeadKeys"/>. Compared unescaped: <c>"mod\u0065l"</c> is <c>model</c> to the backend too.</summary>
internal static class HeadKeyNames
{
    private static readonly (string Name, byte[] Utf8, HeadKeys Key)[] Names =
    [
        .. new (string Name, HeadKeys Key)[]
        {
            ("model", HeadKeys.Model),
            ("stream", HeadKeys.Stream),
            ("stream_options", HeadKeys.StreamOptions),
            ("max_tokens", HeadKeys.MaxTokens),
            ("max_completion_tokens", HeadKeys.MaxCompletionTokens),
            ("max_output_tokens", HeadKeys.MaxOutputTokens),
            ("n", HeadKeys.N),
            ("messages", HeadKeys.Messages),
            ("tools", HeadKeys.Tools),
            ("functions", HeadKeys.Functions),
            ("suffix", HeadKeys.Suffix),
            ("prefix", HeadKeys.Prefix),
            ("response_format", HeadKeys.ResponseFormat),
            ("enable_thinking", HeadKeys.EnableThinking),
            ("thinking_budget", HeadKeys.ThinkingBudget),
            ("thinking", HeadKeys.Thinking),
            ("reasoning_effort", HeadKeys.ReasoningEffort),
            ("reasoning", HeadKeys.Reasoning),
            ("think", HeadKeys.Think),
            ("chat_template_kwargs", HeadKeys.ChatTemplateKwargs),
            ("tool_choice", HeadKeys.ToolChoice),
            ("parallel_tool_calls", HeadKeys.ParallelToolCalls),
            ("function_call", HeadKeys.FunctionCall),
            ("seed", HeadKeys.Seed),
            ("top_k", HeadKeys.TopK),
            ("top_logprobs", HeadKeys.TopLogprobs),
            ("continue_final_message", HeadKeys.ContinueFinalMessage),
            ("add_generation_prompt", HeadKeys.AddGenerationPrompt),
            ("prompt", HeadKeys.Prompt),
        }.Select(x => (x.Name, Encoding.UTF8.GetBytes(x.Name), x.Key)),
    ];

    private static readonly ConcurrentDictionary<HeadKeys, string[]> Sets = new();

    /// <summary>The names of the given keys.</summary>
    public static string[] Of(HeadKeys keys) =>
        Sets.GetOrAdd(keys, static keys => [.. Names.Where(n => (n.Key & keys) != 0).Select(static n => n.Name)]);

    /// <summary>The key at the reader's position, if it is one of those given.</summary>
    public static HeadKeys Find(ref Utf8JsonReader json, HeadKeys keys)
    {
        foreach (var (_, utf8, key) in Names)
        {
            if (json.ValueTextEquals(utf8))
            {
                return key & keys;
            }
        }

        return HeadKeys.None;
    }

    public static string NameOf(HeadKeys key) => Array.Find(Names, n => n.Key == key).Name;
}
