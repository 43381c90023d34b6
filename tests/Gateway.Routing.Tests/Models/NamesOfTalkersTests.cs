using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

/// <summary>A model is a chat model if its backend says so, whatever its name, or if its name says so plainly.</summary>
public class NamesOfTalkersTests
{
    public static TheoryData<string> NamesThatSoundElse =>
    [
        "stella", "stella:latest", "nomic-embed-chat", "bge-tutor", "rerank-explainer:7b", "whisper-notes", "tts-director", "flux-prompter",
        "wan-assistant", "sora:8b", "gte-qwen2-instruct", "clip-captions", "melo", "image", "canary:12b", "dia", "voyage", "kokoro-chat",
    ];

    [Theory]
    [MemberData(nameof(NamesThatSoundElse))]
    public void BackendThatSaysItCompletes_IsBelieved(string model)
    {
        var card = ModelCards.Merge(
            ModelName.Parse(model), null, new BackendTraits("b", IsLocal: true), new ModelFacts(model) { Capabilities = ["completion"] });
        Assert.Equal(ModelType.Chat, card.Type);
        Assert.True(card.Tags.Has(Tag.Chat));
    }

    [Theory]
    [InlineData("nomic-chat")]
    [InlineData("wan-assistant")]
    [InlineData("stella-chat:8b")]
    [InlineData("flux_chatbot")]
    [InlineData("melo-assistant-7b")]
    [InlineData("Acme/Whisper-Chat-8B")]
    public void NameThatSaysItChats_IsThatOfAChatModel(string model) => Assert.Equal(ModelType.Chat, ModelName.Parse(model).Type);

    [Theory]
    [InlineData("2Noise/ChatTTS", ModelType.Speech)]
    [InlineData("ResembleAI/chatterbox", ModelType.Speech)]
    [InlineData("chat-embed-v1", ModelType.Embedding)]
    [InlineData("assistant-reranker", ModelType.Rerank)]
    [InlineData("chat-asr", ModelType.Transcription)]
    [InlineData("gte-qwen2-7b-instruct", ModelType.Embedding)]
    public void WordOfWhatItMakes_GoesBeforeThat(string model, ModelType type) => Assert.Equal(type, ModelName.Parse(model).Type);
}
