using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>Sends alerts to the operator's address. It tries three times; a failure is logged and blocks nothing.</summary>
internal sealed partial class BudgetWebhook(ConfigStore config, TimeProvider time, ILogger<BudgetWebhook> logger) : IDisposable
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(5)
    };

    public QuotaWebhookConfig? Config => config.Current.Quotas.Webhook;

    public async Task SendAsync(QuotaWebhookConfig webhook, BudgetAlert alert, CancellationToken cancellationToken)
    {
        var body = Write(alert, config.Current.Quotas.Currency);
        Log.Passed(logger, alert.Threshold, alert.Use.Subject.Words, alert.Kind.Name);
        for (var left = Tries - 1; ; left--)
        {
            if (await TryAsync(webhook, body, cancellationToken) is not { } problem)
            {
                return;
            }

            if (left == 0)
            {
                Log.NotSent(logger, problem);
                return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> TryAsync(QuotaWebhookConfig webhook, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (webhook.Secret is { } secret)
            {
                var key = SecretReader.Read(secret);
                if (key.Value is null)
                {
                    return $"the secret to sign it with is missing: {key.Missing}";
                }

                var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Value), body);
                message.Headers.TryAddWithoutValidation("x-gateway-signature", "sha256=" + Convert.ToHexStringLower(signature));
            }

            using var response = await _client.SendAsync(message, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"it answered {(int)response.StatusCode}";
        }
        catch (Exception e)
            when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return e is HttpRequestException { HttpRequestError: var error }
                ? $"it cannot be reached ({error})"
                : "it took longer than 5 seconds";
        }
    }

    private static byte[] Write(BudgetAlert alert, string currency)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, alert.Id);
            json.WriteString("event"u8, alert.Threshold == 100 ? "budget_spent"u8 : "budget_warning"u8);
            json.WriteNumber("threshold"u8, alert.Threshold);
            json.WriteString("subject"u8, alert.Use.Subject.Words);
            json.WriteString("limit"u8, alert.Kind.Name);
            if (alert.Kind.Meter == Meter.Money)
            {
                json.WriteString("currency"u8, currency);
            }

            LimitJson.WriteAmount(json, "max", alert.Kind, alert.Limit);
            LimitJson.WriteAmount(json, "used", alert.Kind, alert.Use.Of(alert.Kind));
            json.WriteString("period_start"u8, DateTimeOffset.FromUnixTimeSeconds(alert.Period));
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "{Threshold} percent of a budget are used: {Limit} of {Subject}.")]
        public static partial void Passed(ILogger logger, int threshold, string subject, string limit);

        [LoggerMessage(3002, LogLevel.Warning, "The webhook for budgets was not told: {Problem}.")]
        public static partial void NotSent(ILogger logger, string problem);
    }
}
