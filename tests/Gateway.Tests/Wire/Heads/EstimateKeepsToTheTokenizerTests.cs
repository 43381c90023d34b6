using System.Text;
using System.Text.Json;
using Gateway.Tests.Repository;
using Gateway.Wire.Heads;
using Microsoft.ML.Tokenizers;

namespace Gateway.Tests.Wire.Heads;

/// <summary>
/// Compares the gateway's estimate, which needs no tokenizer while a request is served, with a real tokenizer. For each kind of text the
/// estimate stays within the promised share.
/// </summary>
public class EstimateKeepsToTheTokenizerTests
{
    private const double Within = 0.35;

    private static readonly Lazy<Tokenizer> O200K = new(static () => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    // Synthetic.
    private const string Chinese = """
        网关把每个请求按照标签送到合适的模型，本地的显卡先用，忙的时候再去云端。每个团队有自己的额度，用完以后会得到清楚的说明。
        管理员可以在面板上看到每天的用量、费用和延迟，也可以导出成表格。日志里不保存任何提示词，也不保存密钥。
        如果后端在回答中途断开，客户端会收到一个错误事件，而不是看起来完整的半句话。
        """;

    public static TheoryData<string, string> Texts() => new()
    {
        { "prose", Repo.Text("docs/architecture.md") },
        { "more prose", Repo.Text("README.md") },
        { "code", Repo.Text("src/Gateway/Attempts/AttemptSender.cs") },
        { "more code", Repo.Text("src/Gateway.Wire/Answers/AnswerState.cs") },
        { "JSON", Repo.Text("config/gateway.schema.json") },
        { "Chinese", Chinese },
        { "Chinese and code", Chinese + Repo.Text("src/Gateway.Wire/Heads/TokenEstimate.cs") },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Estimate_OfText_IsNearTheTokenizer(string kind, string text)
    {
        var json = JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var estimate = TokenEstimate.OfText(json.EncodedUtf8Bytes);
        var tokens = O200K.Value.CountTokens(text);

        Assert.True(Math.Abs((double)estimate / tokens - 1) <= Within, $"{kind}: {estimate} estimated, {tokens} counted");
    }
}
