//! Whose certificates are believed.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;

/// A file that holds no certificates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("holds no certificates; it has to be a PEM file with at least one")]
pub struct NoCertificates;

/// Authorities that are believed beside those of the system.
#[derive(Debug, Clone, Default)]
pub struct Authorities(Vec<CertificateDer<'static>>);

impl Authorities {
    /// Reads certificates out of a PEM file.
    ///
    /// # Errors
    /// When there are none, or one does not read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, NoCertificates> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = read.map_err(|_| NoCertificates)?;
        let mut store = RootCertStore::empty();
        let believable = certificates
            .iter()
            .all(|certificate| store.add(certificate.clone()).is_ok());
        if certificates.is_empty() || !believable {
            return Err(NoCertificates);
        }
        Ok(Self(certificates))
    }

    /// TLS with ring, the system's certificates and these.
    pub(crate) fn tls(&self) -> Result<ClientConfig, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?;
        let verifier = Verifier::new_with_extra_roots(self.0.iter().cloned(), provider);
        let verified = match verifier {
            Ok(verifier) => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier)),
            Err(error) => {
                // Receivers without TLS can still be told.
                tracing::warn!(%error, "this system has no CA certificates: nothing can be sent to https addresses; install them");
                builder.with_root_certificates(RootCertStore::empty())
            }
        };
        Ok(verified.with_no_client_auth())
    }
}
