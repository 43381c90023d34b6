using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

public class BodyIsNamedAnewTests
{
    private const string History =
        """{"model":"Chat","messages":[{"role":"assistant","content":"\"reasoning\":1","reasoning":"a"},{"reasoning_content" : "b","x":{"reasoning":2}}]}""";

    [Theory]
    [InlineData("Chat", "qwen3:8b")]
    [InlineData("a/very/long/name", "m")]
    [InlineData("模型", "Qwen/模型")]
    [InlineData("Ch\\u0061t", "Chat")]
    public void Model_OfTheClient_BecomesTheBackends(string from, string to) =>
        Assert.Equal(Body(to), Name(Body(from), to));

    [Fact]
    public void Model_SameName_IsNoEdit()
    {
        var edits = new ByteEdits();
        var body = Body("m").Select(c => (byte)c).ToArray();
        RequestBody.NameModel(body, HeadCases.Read(Body("m")), "\"m\""u8.ToArray(), edits);
        Assert.True(edits.IsEmpty);
    }

    [Theory]
    [InlineData("\"reasoning\"")]
    [InlineData("\"reasoning_content\"")]
    public void Reasoning_InTheHistory_IsNamedAsTheBackendReadsIt(string name)
    {
        var expected = History.Replace("\"reasoning\":\"a\"", name + ":\"a\"", StringComparison.Ordinal)
            .Replace("\"reasoning_content\" :", name + " :", StringComparison.Ordinal);
        Assert.Equal(expected, NameReasoning(name));
    }

    [Fact]
    public void Reasoning_BackendTakesEither_IsLeft() => Assert.Equal(History, NameReasoning(""));

    private static string Body(string model) => $$"""{ "model" : "{{model}}" , "messages":[{"content":"{{model}}"}]}""".Replace(
        $"\"content\":\"{model}\"", "\"content\":\"Chat\"", StringComparison.Ordinal);

    private static string Name(string body, string to) => HeadCases.Edit(body, (bytes, head, edits) =>
        RequestBody.NameModel(bytes, head, System.Text.Encoding.UTF8.GetBytes($"\"{to}\""), edits));

    private static string NameReasoning(string quotedName) => HeadCases.Edit(History, (bytes, head, edits) =>
        RequestBody.NameReasoning(bytes, head, System.Text.Encoding.UTF8.GetBytes(quotedName), edits));
}
