using System.Text.Json.Nodes;

namespace Gateway.Tests.Promises.Chats;

/// <summary>
/// The request members that one provider refuses or drops although it has an equivalent, by provider, in one table. A provider that a row
/// does not name gets the members byte for byte.
/// </summary>
public sealed class RequestTableTests(RequestTableRig rig) : IClassFixture<RequestTableRig>
{
    private const string M = ""","messages":[{"role":"user","content":"hi"}]""";
    private const string After = """,{"role":"user","content":"go on"}]""";
    private const string Strict = "deepseek vllm openai";
    private const string OldLimit = "ollama siliconflow lmstudio deepseek";
    private const string NotOpenAi = "ollama siliconflow lmstudio llamacpp vllm deepseek";
    private const string Template = "llamacpp vllm";
    private const string Template_Off = M + ",\"chat_template_kwargs\":{\"enable_thinking\":false}";
    private const string Template_On = M + ",\"chat_template_kwargs\":{\"enable_thinking\":true}";
    private const string Ollama_Off = M + ",\"reasoning_effort\":\"none\"";
    private const string SiliconFlow_Off = M + ",\"enable_thinking\":false";
    private const string SiliconFlow_On = M + ",\"enable_thinking\":true";
    private const string DeepSeek_Off = M + ",\"thinking\":{\"type\":\"disabled\"}";
    private const string DeepSeek_On = M + ",\"thinking\":{\"type\":\"enabled\"}";
    private const string Tool =
        """,{"role":"assistant","content":"","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":""";

    private static readonly (string Sent, (string Providers, string Received)[] Rows)[] Table =
    [
        // Tools that are none, and how to choose among them.
        (M + ",\"tools\":[]", [(Strict, M)]),
        (M + ",\"tools\":[ \n] , \"x\":1", [(Strict, M + ", \"x\":1")]),
        (M + ",\"tools\":[],\"tool_choice\":\"auto\",\"parallel_tool_calls\":true", [(Strict, M)]),
        (",\"tool_choice\":\"none\"" + M, [(Strict, M)]),
        (M + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", [(Strict, M)]),
        (M + ",\"parallel_tool_calls\":false", [(Strict, M)]),
        (M + ",\"functions\":[],\"function_call\":\"auto\"", [(Strict, M)]),
        (M + ",\"tools\":null,\"tool_choice\":null", []),
        (M + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"auto\",\"parallel_tool_calls\":true",
            []),

        // Lists of texts.
        (""","messages":[{"role":"user","content":[{"type":"text","text":"a\n\"b"},{"text":"\u00e9 ","type":"text","cache_control":{"type":"x"}}]}]""",
            [("deepseek", ""","messages":[{"role":"user","content":"a\n\"b\n\u00e9 "}]""")]),
        (""","messages":[{"content":[ { "type" : "text", "text" : "s" } ],"role":"system"},{"role":"user","content":[]}]""",
            [("deepseek", ""","messages":[{"content":"s","role":"system"},{"role":"user","content":""}]""")]),
        (""","messages":[{"role":"user","content":["a","b"]}]""", [("deepseek", ""","messages":[{"role":"user","content":"a\nb"}]""")]),
        (""","messages":[{"role":"user","content":"x"}""" + Tool
            + """ "{}"}}]},{"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"42"}]}]""",
            [(
                "deepseek",
                ""","messages":[{"role":"user","content":"x"}""" + Tool
                    + """ "{}"}}]},{"role":"tool","tool_call_id":"1","content":"42"}]""")]),

        // The role developer.
        (""","messages":[{"role":"developer","content":"s"},{"role":"user","content":"developer"},{"role" : "developer","content":"t"}"""
            + After,
            [(
                NotOpenAi,
                ""","messages":[{"role":"system","content":"s"},{"role":"user","content":"developer"},{"role" : "system","content":"t"}"""
                    + After)]),

        // Options of no stream.
        (M + ",\"stream_options\":{\"include_usage\":true}", [(RequestTableRig.All, M)]),
        (",\"stream_options\":{\"include_usage\":true},\"stream\":false" + M, [(RequestTableRig.All, ",\"stream\":false" + M)]),
        (M + ",\"stream\":false,\"stream_options\":{}", [(RequestTableRig.All, M + ",\"stream\":false")]),
        (M + ",\"stream_options\":null", []),
        (M + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}", []),

        // The limit by its newer name.
        (M + ",\"max_completion_tokens\":9", [(OldLimit, M + ",\"max_tokens\":9")]),
        (M + ",\"max_completion_tokens\" : 9,\"max_tokens\":5,\"x\":1", [(OldLimit, M + ",\"max_tokens\":9,\"x\":1")]),
        (M + ",\"max_tokens\":null,\"max_completion_tokens\":9", [(OldLimit, M + ",\"max_tokens\":9")]),
        (M + ",\"max_completion_tokens\":null", []),

        // Limits that are none, and one by a name that is read nowhere.
        (M + ",\"max_tokens\":0", [(RequestTableRig.All, M)]),
        (M + ",\"max_tokens\":-1.0,\"x\":1", [(RequestTableRig.All, M + ",\"x\":1")]),
        (",\"max_completion_tokens\" : -1e3" + M, [(RequestTableRig.All, M)]),
        (M + ",\"max_output_tokens\":0,\"max_completion_tokens\":-2,\"max_tokens\":-1", [(RequestTableRig.All, M)]),
        (M + ",\"max_tokens\":9,\"max_completion_tokens\":-1", [(RequestTableRig.All, M + ",\"max_tokens\":9")]),
        (M + ",\"max_tokens\":0,\"max_completion_tokens\":9",
            [(OldLimit, M + ",\"max_tokens\":9"), ("llamacpp vllm openai", M + ",\"max_completion_tokens\":9")]),
        (M + ",\"max_output_tokens\":9.0", [(RequestTableRig.All, M + ",\"max_output_tokens\":9,\"max_tokens\":9")]),

        // History that holds nothing where something must stand.
        (""","messages":[{"role":"user","content":"x"}""" + Tool + "\"\"}}]}" + After,
            [("ollama llamacpp", ""","messages":[{"role":"user","content":"x"}""" + Tool + "\"{}\"}}]}" + After)]),
        (""","messages":[{"role":"user","content":"x"}""" + Tool + "\" \\n\"}}]}" + After,
            [("ollama llamacpp", ""","messages":[{"role":"user","content":"x"}""" + Tool + "\"{}\"}}]}" + After)]),
        (""","messages":[{"role":"user","content":"x"}""" + Tool + "null}}]}" + After,
            [("ollama llamacpp", ""","messages":[{"role":"user","content":"x"}""" + Tool + "\"{}\"}}]}" + After)]),
        (""","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}""" + After,
            [(
                "ollama llamacpp",
                ""","messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"f"}}]}""" + After)]),
        (""","messages":[{"role":"assistant","content":null}""" + After,
            [("ollama", ""","messages":[{"role":"assistant","content":""}""" + After)]),
        (""","messages":[{"role":"assistant"},{"role":"assistant","content":null,"tool_calls":[]}""" + After,
            [("ollama", ""","messages":[{"content":"","role":"assistant"},{"role":"assistant","content":"","tool_calls":[]}""" + After)]),
        (""","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":null}""" + After,
            [(
                "ollama",
                ""","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":""}""" + After)]),

        // Whole numbers.
        (M + ",\"max_tokens\":1000.0,\"n\":1.0,\"seed\":7e0,\"top_k\":3.00,\"top_logprobs\":1E0,\"temperature\":1.0,\"x\":1.0",
            [(
                RequestTableRig.All,
                M + ",\"max_tokens\":1000,\"n\":1,\"seed\":7,\"top_k\":3,\"top_logprobs\":1,\"temperature\":1.0,\"x\":1.0")]),
        (M + ",\"seed\":12345678901234567890,\"top_k\":1.5E1", [(RequestTableRig.All, M + ",\"seed\":12345678901234567890,\"top_k\":15")]),

        // Thinking, in whosever words.
        (M + ",\"enable_thinking\":false", [("ollama", Ollama_Off), (Template, Template_Off), ("deepseek", DeepSeek_Off)]),
        (M + ",\"enable_thinking\":true,\"thinking_budget\":1024", [("ollama", M), (Template, Template_On), ("deepseek", DeepSeek_On)]),
        (M + ",\"enable_thinking\":null,\"reasoning_effort\":null,\"think\":false",
            [("ollama", Ollama_Off), (Template, M + ",\"reasoning_effort\":null,\"chat_template_kwargs\":{\"enable_thinking\":false}"),
             ("siliconflow", SiliconFlow_Off), ("deepseek", M + ",\"reasoning_effort\":null,\"thinking\":{\"type\":\"disabled\"}")]),
        (M + ",\"thinking\":{\"type\":\"disabled\"}", [("ollama", Ollama_Off), (Template, Template_Off), ("siliconflow", SiliconFlow_Off)]),
        (M + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}",
            [("ollama", M), (Template, Template_On), ("siliconflow", SiliconFlow_On + ",\"thinking_budget\":2048")]),
        (M + ",\"thinking\":{\"type\":\"adaptive\"}",
            [("ollama", M), (Template, Template_On), ("siliconflow", SiliconFlow_On), ("deepseek", DeepSeek_On)]),
        (M + ",\"reasoning_effort\":\"none\"", [(Template, Template_Off), ("siliconflow", SiliconFlow_Off), ("deepseek", DeepSeek_Off)]),
        (M + ",\"reasoning_effort\":\"high\"",
            [(Template, M + ",\"reasoning_effort\":\"high\",\"chat_template_kwargs\":{\"enable_thinking\":true}"),
            ("siliconflow", SiliconFlow_On),
             ("deepseek", M + ",\"reasoning_effort\":\"high\",\"thinking\":{\"type\":\"enabled\"}")]),
        (M + ",\"reasoning\":{\"effort\":\"none\"}",
            [(Template, Template_Off), ("siliconflow", SiliconFlow_Off), ("deepseek", DeepSeek_Off)]),
        (M + ",\"reasoning\":{\"enabled\":false}",
            [("ollama", Ollama_Off), (Template, Template_Off), ("siliconflow", SiliconFlow_Off), ("deepseek", DeepSeek_Off)]),
        (M + ",\"think\":false",
            [("ollama", Ollama_Off), (Template, Template_Off), ("siliconflow", SiliconFlow_Off), ("deepseek", DeepSeek_Off)]),
        (M + ",\"enable_thinking\":false,\"chat_template_kwargs\":{ \"x\":1}",
            [("ollama", M + ",\"chat_template_kwargs\":{ \"x\":1},\"reasoning_effort\":\"none\""),
            (Template, M + ",\"chat_template_kwargs\":{\"enable_thinking\":false, \"x\":1}"),
             ("deepseek", M + ",\"chat_template_kwargs\":{ \"x\":1},\"thinking\":{\"type\":\"disabled\"}")]),
        (M + ",\"chat_template_kwargs\":{\"enable_thinking\":false}",
            [("ollama", Template_Off + ",\"reasoning_effort\":\"none\""), ("siliconflow", Template_Off + ",\"enable_thinking\":false"),
             ("deepseek", Template_Off + ",\"thinking\":{\"type\":\"disabled\"}")]),
    ];

    public static TheoryData<string, string, string> Cells => [.. Table.SelectMany(row => RequestTableRig.All.Split(' ').Select(provider =>
        (row.Sent, provider, row.Rows.FirstOrDefault(r => r.Providers.Split(' ').Contains(provider)).Received ?? row.Sent)))];

    public static TheoryData<string> Thinking =>
    [
        ",\"enable_thinking\":false", ",\"enable_thinking\":true,\"thinking_budget\":1024", ",\"thinking\":{\"type\":\"enabled\"}",
        ",\"reasoning_effort\":\"low\"", ",\"reasoning\":{\"effort\":\"low\"}", ",\"think\":true",
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Member_ReachesEachProvider_AsItTakesIt(string sent, string provider, string received)
    {
        var (status, answer, came, _) = await rig.SendAsync(provider, RequestTableRig.Thinks, sent);
        Assert.Equal(received, came);
        Assert.True(status == 200, answer);
    }

    [Theory]
    [MemberData(nameof(Thinking))]
    public async Task Thinking_IsGone_ForAModelThatDoesNot(string sent)
    {
        foreach (var provider in RequestTableRig.All.Split(' '))
        {
            var (status, _, came, _) = await rig.SendAsync(provider, RequestTableRig.DoesNot, M + sent + ",\"x\":[1]");
            Assert.Equal((provider, 200, M + ",\"x\":[1]"), (provider, status, came));
        }
    }

    [Theory]
    [InlineData("max_tokens", "1000.5")]
    [InlineData("n", "1e40")]
    public async Task Number_ThatIsNotWhole_IsRefused(string name, string value)
    {
        var (status, answer, came, _) = await rig.SendAsync("openai", RequestTableRig.Thinks, M + $",\"{name}\":{value}");
        Assert.Equal((400, "nothing"), (status, came));
        Assert.Equal(name, (string?)JsonNode.Parse(answer)!["error"]!["param"]);
    }

    [Fact]
    public async Task Limit_ByItsNewerName_HoldsEverywhere()
    {
        foreach (var provider in RequestTableRig.All.Split(' '))
        {
            var (_, answer, _, _) = await rig.SendAsync(provider, RequestTableRig.DoesNot, M + ",\"max_completion_tokens\":4.0");
            Assert.Equal((provider, "length"), (provider, (string?)JsonNode.Parse(answer)!["choices"]![0]!["finish_reason"]));
        }
    }
}
