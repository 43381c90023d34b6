using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Alerts;

/// <summary>
/// Bots of groups as Feishu, DingTalk, WeCom and Slack run them: they refuse what the real ones refuse, in their words, and every answer is
/// 200. Only what they took counts as told.
/// </summary>
internal sealed class ChatBots : IAsyncDisposable
{
    public const string FeishuSecret = "feishu-secret-of-this-test";
    public const string DingTalkSecret = "SEC0123456789abcdef0123456789abcdef";
    public const string Token = "0a1b2c3d-token-of-this-test";

    private readonly WebApplication _app;

    private ChatBots(WebApplication app) => _app = app;

    /// <summary>The texts that were taken, in their order.</summary>
    public ConcurrentQueue<(string Bot, string Text)> Taken { get; } = new();

    /// <summary>What was refused, and with which word.</summary>
    public ConcurrentQueue<(string Bot, string Word)> Refused { get; } = new();

    /// <summary>What a bot answers instead of judging; null to judge.</summary>
    public ConcurrentDictionary<string, string?> Instead { get; } = new();

    /// <summary>When a bot was last written to, for its rate.</summary>
    public ConcurrentDictionary<string, List<DateTimeOffset>> Calls { get; } = new();

    /// <summary>Completed when bots answer; replace it to let them hang.</summary>
    public Task Hangs { get; set; } = Task.CompletedTask;

    public string Feishu => $"{Root}/open-apis/bot/v2/hook/{Token}";

    public string DingTalk => $"{Root}/robot/send?access_token={Token}";

    public string WeCom => $"{Root}/cgi-bin/webhook/send?key={Token}";

    public string Slack => $"{Root}/services/T0/B0/{Token}";

    private string Root => _app.Urls.First();

    public static async Task<ChatBots> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var (bots, clock) = (new ChatBots(app), time ?? TimeProvider.System);
        app.MapPost("/open-apis/bot/v2/hook/{token}", (HttpContext c, string token) => bots.AnswerAsync(
            c, "feishu", clock, (body, calls) => FeishuBot.Judge(token == Token, body, FeishuSecret, calls, clock.GetUtcNow())));
        app.MapPost("/robot/send", c => bots.AnswerAsync(
            c, "dingtalk", clock, (body, calls) => DingTalkBot.Judge(c.Request.Query, body, DingTalkSecret, calls, clock.GetUtcNow())));
        app.MapPost("/cgi-bin/webhook/send", c => bots.AnswerAsync(
            c, "wecom", clock, (body, calls) => WeComBot.Judge(c.Request.Query["key"] == Token, body, calls, clock.GetUtcNow())));
        app.MapPost("/services/{team}/{bot}/{token}", (HttpContext c, string token) => bots.AnswerAsync(
            c, "slack", clock, (body, _) => SlackBot.Judge(token == Token, body)));
        await app.StartAsync();
        return bots;
    }

    public IReadOnlyList<string> TakenBy(string bot) => [.. Taken.Where(t => t.Bot == bot).Select(static t => t.Text)];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(
        HttpContext context, string bot, TimeProvider time, Func<JsonNode?, List<DateTimeOffset>, (string? Text, string Answer)> judge)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        await Hangs.WaitAsync(context.RequestAborted);
        var calls = Calls.GetOrAdd(bot, static _ => []);
        (string? Text, string Answer) verdict;
        lock (calls)
        {
            calls.Add(time.GetUtcNow());
            verdict = Instead.GetValueOrDefault(bot) is { } instead ? (null, instead) : judge(Parse(body), calls);
        }

        if (verdict.Text is { } text)
        {
            Taken.Enqueue((bot, text));
        }
        else
        {
            Refused.Enqueue((bot, verdict.Answer));
        }

        context.Response.ContentType = verdict.Answer.StartsWith('{') ? "application/json" : "text/html";
        await context.Response.WriteAsync(verdict.Answer);
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
